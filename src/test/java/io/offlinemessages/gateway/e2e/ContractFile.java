package io.offlinemessages.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * One file of contract cases: a comment, lines {@code @ property=value} for the gateway that the file wants of its own, and
 * cases that run one after the other.
 *
 * @param name the file's name
 * @param properties the properties, as arguments
 * @param cases the cases in order
 */
record ContractFile(String name, List<String> properties, List<ContractCase> cases) {

    static ContractFile read(Path file) {
        try {
            String[] parts = Files.readString(file).split("(?m)^### ", -1);
            List<String> properties = parts[0].lines()
                    .filter(line -> line.startsWith("@ "))
                    .map(line -> "--" + line.substring("@ ".length()))
                    .toList();
            List<ContractCase> cases =
                    Arrays.stream(parts).skip(1).map(ContractCase::parse).toList();
            return new ContractFile(String.valueOf(file.getFileName()), properties, cases);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

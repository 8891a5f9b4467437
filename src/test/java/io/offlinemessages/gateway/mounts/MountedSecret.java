package io.offlinemessages.gateway.mounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/**
 * A Secret mounted as a folder: each file is a link to its namesake below the link {@code ..data}, which one rename swaps from
 * version to version; the folder of the old version is then removed. So the kubelet does it.
 */
public final class MountedSecret {

    private final Path folder;
    private int version;

    /** Mounts the first version. */
    public MountedSecret(Path folder, Map<String, String> files) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            for (String name : files.keySet()) {
                Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        swap(files);
    }

    /** The path of a file in it, as a program is told. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** The folder that it is mounted on. */
    public Path folder() {
        return folder;
    }

    /** Puts the next version in place of the last one. */
    public void swap(Map<String, String> files) {
        try {
            Path last = folder.resolve("..version_" + version);
            version++;
            Path next = Files.createDirectory(folder.resolve("..version_" + version));
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(next.resolve(file.getKey()), file.getValue());
            }
            Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), next.getFileName());
            Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            FileSystemUtils.deleteRecursively(last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the current version away. */
    public void remove() {
        try {
            Files.delete(folder.resolve("..data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.offlinemessages.gateway;

import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/**
 * The import selector of the rooms' configurations. It reads their names from {@code META-INF/spring}, because the classes are
 * package-private.
 */
final class Rooms implements ImportSelector {

    @Override
    public String[] selectImports(AnnotationMetadata application) {
        return ImportCandidates.load(Rooms.class, Rooms.class.getClassLoader())
                .getCandidates()
                .toArray(String[]::new);
    }
}

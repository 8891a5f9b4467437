package io.offlinemessages.gateway;

import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/** The rooms' configurations, by the names that stand in {@code META-INF/spring}: nobody else has any business with them. */
final class Rooms implements ImportSelector {

    @Override
    public String[] selectImports(AnnotationMetadata application) {
        return ImportCandidates.load(Rooms.class, Rooms.class.getClassLoader())
                .getCandidates()
                .toArray(String[]::new);
    }
}

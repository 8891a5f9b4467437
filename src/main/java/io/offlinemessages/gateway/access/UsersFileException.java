package io.offlinemessages.gateway.access;

import io.offlinemessages.gateway.watch.Refused;

/** The refusal of a users file; its message is one sentence with the file, the line and the allowed value. */
public final class UsersFileException extends Refused {

    private static final long serialVersionUID = 1L;

    UsersFileException(String sentence) {
        super(sentence);
    }
}

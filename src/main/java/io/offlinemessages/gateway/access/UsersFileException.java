package io.offlinemessages.gateway.access;

import io.offlinemessages.gateway.watch.Refused;

/** A users file that is refused; its message is one sentence that names the file, the line and what is allowed. */
public final class UsersFileException extends Refused {

    private static final long serialVersionUID = 1L;

    UsersFileException(String sentence) {
        super(sentence);
    }
}

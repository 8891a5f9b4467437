package io.offlinemessages.gateway.watch;

/** A replaced file that is refused; its message is the one sentence that is logged, so it quotes no secret. */
public class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    /** Takes the sentence. */
    public Refused(String sentence) {
        super(sentence);
    }
}

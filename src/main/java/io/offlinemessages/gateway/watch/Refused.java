package io.offlinemessages.gateway.watch;

/** The refusal of a replaced file. Its message is the one sentence that is logged, so it quotes no secret. */
public class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    public Refused(String sentence) {
        super(sentence);
    }
}

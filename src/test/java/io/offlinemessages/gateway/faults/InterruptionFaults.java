package io.offlinemessages.gateway.faults;

import static io.offlinemessages.gateway.faults.Happening.GOOD_ANSWER;
import static io.offlinemessages.gateway.faults.Happening.NO_ANSWER_IN_TIME;
import static io.offlinemessages.gateway.faults.Happening.NO_USABLE_ANSWER;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Good answers that stop somewhere: each place with each way of stopping. */
final class InterruptionFaults {

    /** Each byte comes in time, but the whole does not. */
    private static final Duration DRIP = Duration.ofMillis(200);

    private InterruptionFaults() {}

    static List<Fault<Asked.Script>> all() {
        var faults = new ArrayList<Fault<Asked.Script>>();
        for (Place place : Place.values()) {
            for (Way way : Way.values()) {
                if (place == Place.AFTER_BODY && way == Way.SILENCE) {
                    // That is how good connections end an answer.
                    continue;
                }
                Happening happening = place.happening(way);
                faults.add(
                        Fault.<Asked.Script>of(way.words + " " + place.words, happening, new Interruption(place, way))
                                .calls(place.isBeforeBody && way != Way.SILENCE ? 3 : 1));
            }
        }
        faults.add(Fault.of("slow, byte by byte, in the header fields", NO_ANSWER_IN_TIME, asked -> {
            asked.send(Asked.OK + "X-Leaked: ");
            drip(asked, "x");
        }));
        faults.add(Fault.of("slow, byte by byte, in the body", NO_ANSWER_IN_TIME, asked -> {
            asked.send(Asked.OK + "Transfer-Encoding: chunked\r\n\r\n");
            drip(asked, "1\r\n \r\n");
        }));
        return faults;
    }

    private static void drip(Asked asked, String drop) throws IOException {
        while (!asked.connection().hangsUpWithin(DRIP)) {
            asked.send(drop);
        }
    }

    private record Interruption(Place place, Way way) implements Asked.Script {

        @Override
        public void answer(Asked asked) throws IOException {
            asked.send(place.sent(asked));
            way.stop(asked);
        }

        @Override
        public boolean isLoss() {
            return place == Place.AFTER_REQUEST && way != Way.SILENCE;
        }
    }

    private enum Place {
        AFTER_REQUEST("after the request", true) {
            @Override
            String sent(Asked asked) {
                return "";
            }
        },
        STATUS_LINE("in the status line", true) {
            @Override
            String sent(Asked asked) {
                return "HTTP/1.1 2";
            }
        },
        HEADERS("in the header fields", true) {
            @Override
            String sent(Asked asked) {
                return Asked.OK + "Content-Le";
            }
        },
        AFTER_HEAD("after the header fields", false) {
            @Override
            String sent(Asked asked) {
                return head(asked);
            }
        },
        BODY("in the body", false) {
            @Override
            String sent(Asked asked) {
                return head(asked) + asked.json().substring(0, 9);
            }
        },
        CHUNK("in a chunk", false) {
            @Override
            String sent(Asked asked) {
                return CHUNKED + "7f\r\n" + asked.json();
            }
        },
        BEFORE_LAST_CHUNK("before the last chunk", false) {
            @Override
            String sent(Asked asked) {
                return CHUNKED + Integer.toHexString(asked.json().length()) + "\r\n" + asked.json() + "\r\n";
            }
        },
        UNFRAMED_BODY("in a body without length", false) {
            @Override
            String sent(Asked asked) {
                return Asked.OK + "\r\n" + asked.json().substring(0, 9);
            }
        },
        AFTER_UNFRAMED_BODY("after a body without length", false) {
            @Override
            String sent(Asked asked) {
                return Asked.OK + "\r\n" + asked.json();
            }

            @Override
            Happening happening(Way way) {
                return way == Way.CLOSE ? GOOD_ANSWER : super.happening(way);
            }
        },
        AFTER_BODY("after the body", false) {
            @Override
            String sent(Asked asked) {
                return head(asked) + asked.json();
            }

            @Override
            Happening happening(Way way) {
                return GOOD_ANSWER;
            }
        };

        private static final String CHUNKED = Asked.OK + "Transfer-Encoding: chunked\r\n\r\n";

        private final String words;
        private final boolean isBeforeBody;

        Place(String words, boolean isBeforeBody) {
            this.words = words;
            this.isBeforeBody = isBeforeBody;
        }

        /** What comes before it. */
        abstract String sent(Asked asked);

        Happening happening(Way way) {
            return way == Way.SILENCE ? NO_ANSWER_IN_TIME : NO_USABLE_ANSWER;
        }

        private static String head(Asked asked) {
            return Asked.OK + "Content-Length: " + asked.json().length() + "\r\n\r\n";
        }
    }

    private enum Way {
        RESET("reset") {
            @Override
            void stop(Asked asked) throws IOException {
                asked.connection().reset();
            }
        },
        CLOSE("closed") {
            @Override
            void stop(Asked asked) throws IOException {
                asked.connection().close();
            }
        },
        SILENCE("silent") {
            @Override
            void stop(Asked asked) throws IOException {
                asked.connection().awaitHangUp();
            }
        };

        private final String words;

        Way(String words) {
            this.words = words;
        }

        abstract void stop(Asked asked) throws IOException;
    }
}

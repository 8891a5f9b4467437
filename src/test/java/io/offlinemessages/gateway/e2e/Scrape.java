package io.offlinemessages.gateway.e2e;

/** What a gateway in another process says at {@code /actuator/prometheus}. */
public final class Scrape {

    private final String text;

    public Scrape(GatewayProcess gateway) {
        this.text = RawConnection.manage(gateway.managementPort(), "/actuator/prometheus")
                .text();
    }

    /** The sum of a meter over all series that have the tag, such as {@code area="heap"}; the empty tag is in all. */
    public double sum(String meter, String tag) {
        return text.lines()
                .filter(line -> line.startsWith(meter + '{') || line.startsWith(meter + ' '))
                .filter(line -> line.contains(tag))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}

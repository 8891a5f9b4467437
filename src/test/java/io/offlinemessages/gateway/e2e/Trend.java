package io.offlinemessages.gateway.e2e;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A straight line through values that were taken at equal distances, by least squares.
 *
 * @param mean the mean of the values
 * @param growth by how much the line rises from the first value to the last
 * @param error the standard error of that growth: how much of it chance alone may make
 */
record Trend(double mean, double growth, double error) {

    /** The line through at least three values. */
    static <T> Trend of(List<T> samples, ToDoubleFunction<T> value) {
        int n = samples.size();
        double middle = (n - 1) / 2.0;
        double mean = samples.stream().mapToDouble(value).average().orElseThrow();
        double spread = 0;
        double covariance = 0;
        for (int i = 0; i < n; i++) {
            spread += (i - middle) * (i - middle);
            covariance += (i - middle) * (value.applyAsDouble(samples.get(i)) - mean);
        }
        double slope = covariance / spread;
        double residue = 0;
        for (int i = 0; i < n; i++) {
            double off = value.applyAsDouble(samples.get(i)) - mean - slope * (i - middle);
            residue += off * off;
        }
        double error = Math.sqrt(residue / (n - 2) / spread);
        return new Trend(mean, slope * (n - 1), error * (n - 1));
    }

    /** How much the values have grown at least, but for one run in forty in which chance plays a trick. */
    double certainGrowth() {
        return growth - 2 * error;
    }
}

/** The Helm chart, rendered by Helm itself and held against Kubernetes' own types and rules. */
@NullMarked
package io.offlinemessages.gateway.chart;

import org.jspecify.annotations.NullMarked;

/**
 * Callers' HTTP/1.1 connections: the handlers of a connection, framing, timeouts, limits on connections and memory, and
 * the drain; leans on contract, limits, telemetry and hitlane.
 */
@NullMarked
package io.offlinemessages.gateway.wire;

import org.jspecify.annotations.NullMarked;

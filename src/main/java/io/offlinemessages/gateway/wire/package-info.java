/**
 * The HTTP/1.1 connections of callers: one pipeline, framing, timeouts, bounds, and the drain; leans on contract, limits,
 * telemetry and hitlane.
 */
@NullMarked
package io.offlinemessages.gateway.wire;

import org.jspecify.annotations.NullMarked;

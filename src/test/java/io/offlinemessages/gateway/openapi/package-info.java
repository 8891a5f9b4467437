/** The OpenAPI document as tests read it, and whether responses are as it says. */
@NullMarked
package io.offlinemessages.gateway.openapi;

import org.jspecify.annotations.NullMarked;

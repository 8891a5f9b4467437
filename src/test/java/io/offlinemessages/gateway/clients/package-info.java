/** Clients and checks that other people's tools make of the OpenAPI document, against a running gateway. */
@NullMarked
package io.offlinemessages.gateway.clients;

import org.jspecify.annotations.NullMarked;

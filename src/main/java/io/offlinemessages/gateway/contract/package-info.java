/**
 * The contract with callers: canonical requests, roles, the closed taxonomy of failures with its documented bytes, the
 * OpenAPI document, and the catalogue of meters; leans on no other room and not on Spring.
 */
@NullMarked
package io.offlinemessages.gateway.contract;

import org.jspecify.annotations.NullMarked;

/** Programs that run beside the gateway's image, on the image's own Java and libraries. */
@NullMarked
package io.offlinemessages.gateway.image;

import org.jspecify.annotations.NullMarked;

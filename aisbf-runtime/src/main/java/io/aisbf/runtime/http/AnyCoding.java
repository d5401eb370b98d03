// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import io.helidon.http.Headers;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.encoding.ContentEncodingContextConfig;

/**
 * Lets compressed request bodies through as they are and compresses no answer. The engine itself would refuse them with
 * an empty 400 before any endpoint is asked; {@link Exchange} refuses them in the client's protocol. Stateless.
 */
final class AnyCoding implements ContentEncodingContext {
    private final ContentEncodingContext none =
            ContentEncodingContext.create(builder -> builder.contentEncodingsDiscoverServices(false));

    @Override
    public boolean contentEncodingEnabled() {
        return false;
    }

    @Override
    public boolean contentDecodingEnabled() {
        return true;
    }

    @Override
    public boolean contentEncodingSupported(String encodingId) {
        return none.contentEncodingSupported(encodingId);
    }

    @Override
    public boolean contentDecodingSupported(String encodingId) {
        return true;
    }

    @Override
    public ContentEncoder encoder(String encodingId) {
        return none.encoder(encodingId);
    }

    @Override
    public ContentDecoder decoder(String encodingId) {
        return ContentDecoder.NO_OP;
    }

    @Override
    public ContentEncoder encoder(Headers headers) {
        return none.encoder(headers);
    }

    @Override
    public ContentEncodingContextConfig prototype() {
        return none.prototype();
    }
}

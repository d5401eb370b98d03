// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.EmbeddingRequest.Input;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.Provider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Embeds texts by {@link MiniLm}, and says plainly what it does not do. Called from many virtual threads at once; loads
 * nothing until the first text comes.
 */
final class Local implements Provider, Provider.Embeddings, Provider.Models, Provider.InProcess {
    /** Such as {@code [CLS]} and {@code [SEP]}, and nothing in between. */
    private static final int EMPTY = 2;

    private final String name;
    private final Engines.Lease lease;
    private final Platform platform;
    private volatile Optional<String> broken = Optional.empty();

    Local(String name, Engines.Lease lease, Platform platform) {
        this.name = name;
        this.lease = lease;
        this.platform = platform;
    }

    /** There is no chat: {@code CANNOT_CARRY}, which leaves the model to those who want embeddings. */
    @Override
    public ChatReply chat(ChatRequest request, Call call) {
        throw Call.cannotCarry(
                "messages",
                "it makes embeddings and no answers; ask for those at /v1/embeddings (/api/embed, :embedContent), or"
                        + " another model to answer");
    }

    @Override
    public EmbeddingReply embed(EmbeddingRequest request, Call call) throws InterruptedException {
        if (!request.model().equals(MiniLm.NAME)) {
            throw new CallException(
                    Failure.UNKNOWN_MODEL,
                    "provider '" + name + "' has no model '" + request.model() + "'; it has " + MiniLm.NAME);
        }
        request.dimensions().filter(wanted -> wanted != MiniLm.DIMENSIONS).ifPresent(wanted -> {
            throw Call.cannotCarry(
                    "dimensions",
                    MiniLm.NAME + " makes vectors of " + MiniLm.DIMENSIONS + " numbers, and " + wanted
                            + " were asked for; leave it out");
        });
        request.extras().keySet().forEach(hint -> call.declareLoss(hint, "a model in this process has no use for it"));
        List<String> texts = texts(request.inputs());
        List<int[]> encoded = encoded(texts, model());
        long tokens = encoded.stream().mapToLong(text -> text.length).sum();
        return EmbeddingReply.of(request.model(), vectors(encoded), Usage.of(tokens, 0));
    }

    @Override
    public List<ModelInfo> models(Call call) {
        return List.of(new ModelInfo(MiniLm.NAME, name, OptionalLong.of(MiniLm.LONGEST)));
    }

    /** That there is no native library for this machine; once one has refused to be loaded, how it did. */
    @Override
    public Optional<String> unavailable() {
        return broken.or(platform::missing);
    }

    @Override
    public void close() {
        lease.close();
    }

    private MiniLm model() throws InterruptedException {
        try {
            return lease.engine().model();
        } catch (OnnxException e) {
            broken = Optional.of(e.getMessage());
            throw new CallException(Failure.UNAVAILABLE, e.getMessage(), e);
        } catch (IOException e) {
            throw new CallException(Failure.UNAVAILABLE, "the model cannot be loaded: " + e.getMessage(), e);
        }
    }

    private List<float[]> vectors(List<int[]> encoded) throws InterruptedException {
        try {
            return lease.engine().embed(encoded);
        } catch (OnnxException | IOException e) {
            throw new CallException(Failure.PROVIDER_FAILED, "the model failed: " + e.getMessage(), e);
        }
    }

    private static List<String> texts(List<Input> inputs) {
        if (inputs.isEmpty()) {
            throw refusal(Failure.INVALID_REQUEST, "input", "input is an empty list; there is nothing to embed");
        }
        List<String> texts = new ArrayList<>();
        for (Input input : inputs) {
            switch (input) {
                case Input.Text text -> texts.add(text.text());
                case Input.Tokens _ ->
                    throw Call.cannotCarry(
                            "input[" + texts.size() + "]",
                            "tokens are numbers of one model's vocabulary, and these are another's; send the text"
                                    + " itself");
            }
        }
        return texts;
    }

    private static List<int[]> encoded(List<String> texts, MiniLm model) {
        List<int[]> encoded = new ArrayList<>();
        for (String text : texts) {
            int[] ids = model.encode(text);
            String member = "input[" + encoded.size() + "]";
            if (ids.length == EMPTY) {
                throw refusal(Failure.INVALID_REQUEST, member, member + " has no text in it; leave it out");
            }
            if (ids.length > MiniLm.LONGEST) {
                throw refusal(
                        Failure.CONTEXT_TOO_LONG,
                        member,
                        member + " has " + ids.length + " tokens, and " + MiniLm.NAME + " takes at most "
                                + MiniLm.LONGEST
                                + "; send it in pieces (256 tokens and fewer are what it was trained on)");
            }
            encoded.add(ids);
        }
        return encoded;
    }

    private static CallException refusal(Failure failure, String member, String message) {
        return new CallException(failure, message, CallException.Details.NONE.withMember(member));
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModelListTest {
    private static final ModelEntry GPT = new ModelEntry("gpt", OptionalLong.of(8000), OptionalInt.empty(), List.of());

    private final Call call = Call.start("c", Duration.ofSeconds(5));
    private final Hub hub = new Hub();
    private final Targets targets = new Targets(
            Map.of("hub", new ProviderEntry("hub", "hub.jar", Optional.of(hub), Optional.empty(), Map.of())),
            Map.of("r", Fakes.group(Group.Kind.ROTATION, "r", "hub/a")),
            Map.of(),
            Map.of("short", "hub/a"));
    private long now;
    private final ModelList list = new ModelList(targets, () -> now);

    /** A provider that lists one model, and counts how often it is asked. */
    private static final class Hub implements Provider, Provider.Models {
        private int asked;
        private boolean down;

        @Override
        public ChatReply chat(ChatRequest request, Call call) {
            throw new AssertionError("nobody chats here");
        }

        @Override
        public List<ModelInfo> models(Call call) {
            asked++;
            if (down) {
                throw new CallException(Failure.UNREACHABLE, "down");
            }
            return List.of(new ModelInfo("a", "whoever", OptionalLong.empty()));
        }
    }

    private List<String> ids() throws InterruptedException {
        return list.list(new Targets.Scope.Everything(), call).stream()
                .map(ModelInfo::id)
                .toList();
    }

    @Test
    void listsRotationsAliasesAndWhatProvidersOffer() throws InterruptedException {
        assertEquals(List.of("rotation/r", "short", "hub/a"), ids());
    }

    @Test
    void asksAProviderAgainOnlyAfterFiveMinutes() throws InterruptedException {
        ids();
        now = Duration.ofMinutes(5).toNanos() - 1;
        ids();
        assertEquals(1, hub.asked);
        now++;
        ids();
        assertEquals(2, hub.asked);
    }

    @Test
    void leavesOutAProviderThatIsDownAndLeavesItAloneForHalfAMinute() throws InterruptedException {
        hub.down = true;
        assertEquals(List.of("rotation/r", "short"), ids());
        hub.down = false;
        now = Duration.ofSeconds(30).toNanos() - 1;
        assertEquals(List.of("rotation/r", "short"), ids());
        now++;
        assertEquals(List.of("rotation/r", "short", "hub/a"), ids());
        assertEquals(2, hub.asked);
    }

    @Test
    void doesNotAskAProviderWhoseModelsTheConfigurationNames() throws InterruptedException {
        ProviderEntry named = new ProviderEntry("p", "p.jar", Optional.of(hub), Optional.empty(), Map.of("gpt", GPT));
        ModelList configured = new ModelList(new Targets(Map.of("p", named), Map.of(), Map.of(), Map.of()), () -> now);
        assertEquals(
                List.of(new ModelInfo("p/gpt", "p", OptionalLong.of(8000))),
                configured.list(new Targets.Scope.Everything(), call));
        assertEquals(0, hub.asked);
    }

    @Test
    void describesWhatCanBeAskedForWithoutBeingListed() {
        assertEquals("hub", list.describe("hub/anything").owner());
        assertThrows(CallException.class, () -> list.describe("nobody/x"));
    }
}

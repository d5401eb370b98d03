// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.runtime.health.HealthPolicy;
import io.aisbf.runtime.route.Abilities;
import io.aisbf.runtime.route.Condensing;
import io.aisbf.runtime.route.ModelEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Who can do what is asked comes before any strategy. */
class AbleTest {
    private final Desk desk = new Desk();

    @Test
    void aPictureIsShownToWhoeverIsSaidToSee() throws Exception {
        said("blind", "tools");
        said("seeing", "vision");
        desk.rotation("all", "blind/m", "seeing/m");
        show();
        assertEquals(List.of("seeing/m"), desk.asked());
        desk.ask("all");
        assertEquals(List.of("blind/m"), desk.asked());
    }

    @Test
    void whereNobodyIsSaidToSeeTheyAreAskedAllTheSame() throws Exception {
        said("blind", "tools");
        desk.rotation("all", "blind/m");
        show();
        assertEquals(List.of("blind/m"), desk.asked());
    }

    private void show() throws InterruptedException {
        Part picture = new Part.Image(new Part.Source.Inline("image/png", "AAAA"), Optional.empty());
        Message message = new Message(Role.USER, List.of(picture), Optional.empty());
        desk.dispatcher().ask(ChatRequest.of("all", List.of(message)), Call.start("c", Duration.ofMinutes(1)));
    }

    private void said(String provider, String... capabilities) {
        ModelEntry entry = new ModelEntry(
                "m",
                OptionalLong.empty(),
                OptionalLong.empty(),
                new Condensing(OptionalInt.empty(), OptionalInt.empty(), List.of()),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                new Abilities(List.of(capabilities)));
        desk.provider(provider, Map.of("m", entry), HealthPolicy.DEFAULT, (_, _) -> Desk.said("yes"));
    }
}

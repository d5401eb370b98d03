// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final Arguments.Report NO_REPORT = new Arguments.Report(Optional.empty(), Optional.empty(), false);

    @Test
    void servesWhenNothingIsSaid() throws CommandException {
        assertEquals(
                new Arguments(
                        Command.SERVE,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        false,
                        Optional.empty(),
                        NO_REPORT),
                parse());
    }

    @Test
    void takesOptionsInEitherSpellingAndAnyOrder() throws CommandException {
        Arguments wanted = new Arguments(
                Command.DAEMON,
                Optional.of(Path.of("a b.yaml")),
                Optional.of("127.0.0.1"),
                OptionalInt.of(80),
                false,
                Optional.empty(),
                NO_REPORT);

        assertEquals(wanted, parse("daemon", "--config", "a b.yaml", "--host=127.0.0.1", "--port=80"));
        assertEquals(wanted, parse("--port", "80", "--host", "127.0.0.1", "daemon", "--config=a b.yaml"));
    }

    @Test
    void checkTakesAPath() throws CommandException {
        assertEquals(Optional.of(Path.of("x.yaml")), parse("check", "x.yaml").config());
        assertEquals(2, refusal("check", "x.yaml", "y.yaml").exitCode());
        assertEquals(2, refusal("check", "x.yaml", "--config", "y.yaml").exitCode());
    }

    @Test
    void forgiveTakesAProvider() throws CommandException {
        assertEquals(Optional.of("openai"), parse("forgive", "openai").provider());
        assertEquals(Optional.empty(), parse("forgive", "--port", "80").provider());
        assertEquals(Optional.empty(), parse("forgive", "openai").config());
        assertEquals(2, refusal("forgive", "openai", "gemini").exitCode());
    }

    @Test
    void usageTakesWhatSumsAreToldApartByAndSinceWhen() throws CommandException {
        assertEquals(NO_REPORT, parse("usage").report());
        assertEquals(
                new Arguments.Report(Optional.of("client,day"), Optional.of("7d"), true),
                parse("usage", "--csv", "--by", "client,day", "--last=7d").report());
        assertEquals(Command.LIMITS, parse("limits", "--port", "80").command());
        assertEquals(2, refusal("limits", "--csv").exitCode());
        assertEquals(2, refusal("usage", "--by").exitCode());
        assertEquals(2, refusal("usage", "today").exitCode());
    }

    @Test
    void helpAndVersionWinOverEverything() throws CommandException {
        assertEquals(Command.HELP, parse("stop", "--help").command());
        assertEquals(Command.VERSION, parse("-V").command());
    }

    @Test
    void saysWhatWasMeant() {
        assertEquals(
                "aisbf has no command 'stpo'; did you mean 'stop'?; see 'aisbf help'",
                refusal("stpo").getMessage());
        assertEquals(
                "aisbf serve has no option --prot; did you mean '--port'?; see 'aisbf help'",
                refusal("--prot", "1").getMessage());
    }

    @Test
    void refusesWhatCannotBeAPort() {
        for (String port : List.of("65536", "-1", "http", "1.5")) {
            assertEquals(
                    "--port wants a number between 0 and 65535 (0: any free one), found '" + port + "'",
                    refusal("--port", port).getMessage());
        }
    }

    @Test
    void refusesMissingDoubleAndStrayWords() {
        assertEquals(
                "a value is missing after --port; see 'aisbf help'",
                refusal("--port").getMessage());
        assertEquals(
                "--port is given twice; keep one of them",
                refusal("--port", "1", "--port", "2").getMessage());
        assertEquals(
                "aisbf stop does not know what to do with 'now'; see 'aisbf help'",
                refusal("stop", "now").getMessage());
        assertEquals(
                "the value of --host is empty; see 'aisbf help'",
                refusal("--host=").getMessage());
    }

    private static Arguments parse(String... words) throws CommandException {
        return Arguments.parse(List.of(words));
    }

    private static CommandException refusal(String... words) {
        return assertThrows(CommandException.class, () -> parse(words));
    }
}

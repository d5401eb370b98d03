// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with mistakes, and the very lines that a person sees. A case is the file, a line of dashes, the complaints. */
class BadFileTest {
    private static final String ECHO = "providers: {echo: {type: echo}}\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource({"keysAndTypes", "numbers", "references", "syntax", "serverAndDoors"})
    void complainsInTheseWords(String test) {
        String[] parts = test.split("----\n", 2);
        List<String> expected = Arrays.stream(parts[1].split("\n"))
                .filter(line -> !line.isBlank())
                .toList();
        assertEquals(expected, Given.in(folder).file("aisbf.yaml", parts[0]).complaints());
    }

    static Stream<String> keysAndTypes() {
        return Stream.of("""
            rotation: {}
            ----
            aisbf.yaml:1: rotation: is not known here; did you mean 'rotations'?
            """, """
            server: {port: "8080", hosst: x}
            providers: {a: {type: echo, models: [{name: m, contxt_size: 5}]}}
            ----
            aisbf.yaml:2: providers.a.models[0].contxt_size: is not known here; did you mean 'context_size'?
            aisbf.yaml:1: server.port: a whole number is wanted, found the text '8080' (take the quotes away)
            aisbf.yaml:1: server.hosst: is not known here; did you mean 'host'?
            """, """
            providers:
              - echo
            ----
            aisbf.yaml:1: providers: a map is wanted, found a list
            """, """
            providers:
              echo: {type: echo}
              echo: {type: echo}
            ----
            aisbf.yaml:3: providers.echo: is written twice, first on line 2
            """, """
            providers: {a: {endpoint: x}, rotation: {type: echo}, "b/c": {type: echo}}
            ----
            aisbf.yaml:1: providers.rotation: 'rotation' is reserved; choose another name
            aisbf.yaml:1: providers.b/c: 'b/c' cannot be a name: no slash, no control character, no blank at either end
            aisbf.yaml:1: providers.a: has no type; write type: and the word of a plugin
            """, """
            providers: {a: {type: echo, models: [{name: m}, {name: m}, {context_size: 3}]}}
            rotations: {r: {models: {a/m: 1}, notifyerrors: yes}}
            ----
            aisbf.yaml:2: rotations.r.notifyerrors: true or false is wanted, found the text 'yes'
            aisbf.yaml:1: providers.a.models[1]: the model 'm' is described twice
            aisbf.yaml:1: providers.a.models[2]: has no name; write name: MODEL
            """);
    }

    static Stream<String> numbers() {
        return Stream.of("""
            server: {port: 70000, max_connections: 0, shutdown_grace: soon, max_request_bytes: 2GiB, header_timeout: 0s}
            ----
            aisbf.yaml:1: server.port: a number from 0 to 65535 is wanted, found the number 70000
            aisbf.yaml:1: server.max_request_bytes: a number from 1 to 1073741824 is wanted, found the text '2GiB'
            aisbf.yaml:1: server.shutdown_grace: a span of time such as 250ms, 30s, 5m, 1h or 1d is wanted, found the text 'soon'
            aisbf.yaml:1: server.header_timeout: a span of time from 10ms to 86400s is wanted, found the text '0s'
            aisbf.yaml:1: server.max_connections: a number from 1 to 1000000 is wanted, found the number 0
            """, """
            providers:
              a:
                type: echo
                rate_limit: -1
                models:
                  - {name: m, context_size: 0}
                  - {name: n, condense_context: 180, rate_limit_TPM: 1.5, price: {input: cheap}}
            ----
            aisbf.yaml:4: providers.a.rate_limit: a number from 0 to 86400 is wanted, found the number -1
            aisbf.yaml:6: providers.a.models[0].context_size: a number from 1 to 1000000000 is wanted, found the number 0
            aisbf.yaml:7: providers.a.models[1].condense_context: a number from 0 to 100 is wanted, found the number 180
            aisbf.yaml:7: providers.a.models[1].rate_limit_TPM: a whole number is wanted, found the number 1.5
            aisbf.yaml:7: providers.a.models[1].price.input: a number is wanted, found the text 'cheap'
            """, ECHO + """
                    rotations: {r: {models: {echo/m: -2}}, s: {models: {echo/m: 0}}, t: {models: {echo/m: 1e9}}}
                    ----
                    aisbf.yaml:2: rotations.r.models.echo/m: a weight from 0 to 1000000 is wanted, found the number -2
                    aisbf.yaml:2: rotations.r: has no usable candidate; write providers: or models: {PROVIDER/MODEL: 1}
                    aisbf.yaml:2: rotations.s: has only candidates of weight 0
                    aisbf.yaml:2: rotations.t.models.echo/m: a weight from 0 to 1000000 is wanted, found the number 1e9
                    aisbf.yaml:2: rotations.t: has no usable candidate; write providers: or models: {PROVIDER/MODEL: 1}
                    """);
    }

    static Stream<String> references() {
        return Stream.of(ECHO + """
            rotations:
              coding: {models: {ecko/m: 1, echo/m: 1}}
              other: {models: {codin: 1, echo/m: 1, echo: 1, echo/: 1, rotation/odther: 1}}
            autoselect: {smart: {fallback: nowhere, available_models: [{model_id: coding}, {description: x}]}}
            aliases: {gpt-4: rotation/cooding, x: autoselect/smartt, none: }
            ----
            aisbf.yaml:3: rotations.coding.models.ecko/m: there is no provider 'ecko'; did you mean 'echo'?
            aisbf.yaml:4: rotations.other.models.codin: there is no target 'codin'; did you mean 'coding'?
            aisbf.yaml:4: rotations.other.models.echo: 'echo' is a provider; write echo/MODEL
            aisbf.yaml:4: rotations.other.models.echo/: no model stands after the slash; write echo/MODEL
            aisbf.yaml:4: rotations.other.models.rotation/odther: there is no rotation 'odther'; did you mean 'other'?
            aisbf.yaml:5: autoselect.smart.fallback: there is no target 'nowhere'; there is: coding, echo/MODEL, gpt-4, none, other, smart, x
            aisbf.yaml:5: autoselect.smart.available_models[1]: has no model_id; write the target to choose
            aisbf.yaml:6: aliases.gpt-4: there is no rotation 'cooding'; did you mean 'coding'?
            aisbf.yaml:6: aliases.x: there is no autoselect 'smartt'; did you mean 'smart'?
            aisbf.yaml:6: aliases.none: names no target; write what it stands for
            """, ECHO + """
                    rotations:
                      x: {providers: [{provider_id: echoo, models: [{name: m}]}, {models: [{name: m}]}, {provider_id: echo}]}
                    ----
                    aisbf.yaml:3: rotations.x.providers[0].provider_id: there is no provider 'echoo'; did you mean 'echo'?
                    aisbf.yaml:3: rotations.x.providers[1]: has no provider_id
                    aisbf.yaml:3: rotations.x.providers[2]: has no models
                    aisbf.yaml:3: rotations.x: has no usable candidate; write providers: or models: {PROVIDER/MODEL: 1}
                    """, ECHO + """
                    rotations: {x: {models: {echo/m: 1}}}
                    autoselect: {y: {available_models: [{model_id: x}]}}
                    aliases:
                      x: echo/m
                      y: echo/m
                    ----
                    aisbf.yaml:5: aliases.x: the name 'x' is taken by rotations.x (aisbf.yaml:2); names are unique across rotations, autoselects and aliases
                    aisbf.yaml:6: aliases.y: the name 'y' is taken by autoselect.y (aisbf.yaml:3); names are unique across rotations, autoselects and aliases
                    """, ECHO + """
                    rotations:
                      a: {models: {b: 1, echo/m: 1}}
                      b: {models: {short: 1}}
                    aliases: {short: rotation/a, self: self}
                    ----
                    aisbf.yaml:5: aliases.self: leads back to itself: aliases.self -> aliases.self
                    aisbf.yaml:5: aliases.short: leads back to itself: aliases.short -> rotation/a -> rotation/b -> aliases.short
                    """);
    }

    static Stream<String> syntax() {
        return Stream.of("""
            providers:
            \techo: {type: echo}
            ----
            aisbf.yaml:2: is not YAML (column 1): a tab stands where YAML wants spaces
            """, """
            providers:
              echo: {type: echo
            rotations: {}
            ----
            aisbf.yaml:3: is not YAML (column 10): while parsing a flow mapping begun on line 2, expected ',' or '}', but got :
            """, """
            a: b: c
            ----
            aisbf.yaml:1: is not YAML (column 5): a second ': ' in one line, or a line that is indented too far; put quotes around a text that holds ': '
            """, """
            server: &s {port: 1}
            other: *t
            ----
            aisbf.yaml:2: *t has no finished &t above it
            """, """
            server: &s {port: *s}
            ----
            aisbf.yaml:1: *s has no finished &s above it
            """, """
            server: {<<: {port: 1}}
            ----
            aisbf.yaml:1: merging with << is not supported; write the names out
            """, """
            server: !!javax.script.ScriptEngineManager {}
            ----
            aisbf.yaml:1: the tag tag:yaml.org,2002:javax.script.ScriptEngineManager is not supported; take it away
            """, """
            store: memory
            ---
            store: memory
            ----
            aisbf.yaml:2: a second document begins here (---); leave one document
            """, """
            [providers]
            ----
            aisbf.yaml:1: a map of sections such as 'providers:' is wanted, found a list
            """);
    }

    static Stream<String> serverAndDoors() {
        return Stream.of("""
            server: {host: 0.0.0.0, cors: [app.example]}
            ----
            aisbf.yaml:1: server.cors[0]: an origin such as https://app.example is wanted, found 'app.example'
            aisbf.yaml:1: server.host: '0.0.0.0' lets other machines in, and there is no access control; write 127.0.0.1, or add allow_open: true if something else guards it
            """, """
            server: {tls: {certificate: c.pem, key: k.pem}}
            access: {keys: {alice: {key: sk-secret}}}
            store: postgres
            ----
            aisbf.yaml:1: server.tls: this version does not serve TLS; leave it out and put a TLS proxy in front
            aisbf.yaml:2: access: this version has no access control, so it does not start with a file that asks for it; take the section out and keep the gateway on 127.0.0.1, or guard it with a proxy
            aisbf.yaml:3: store: memory or redis://HOST:PORT is wanted, found 'postgres'
            """);
    }
}

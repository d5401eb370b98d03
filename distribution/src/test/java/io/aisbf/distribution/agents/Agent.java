// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.agents;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How one agent is told where the gateway is and what to do.
 *
 * @param program its command
 * @param gateway where the gateway answers
 * @param model the model it is to work with
 * @param work the folder it works in, which is its home too
 */
record Agent(String program, URI gateway, String model, Path work) {
    static Agent of(String program, URI gateway, String model, Path work) {
        return new Agent(program, gateway, model, work);
    }

    /** Writes the configuration that it reads. */
    void prepare() throws IOException {
        switch (program) {
            case "codex" -> write(".codex/config.toml", """
                model = "%s"
                model_provider = "aisbf"
                approval_policy = "never"
                sandbox_mode = "danger-full-access"
                [model_providers.aisbf]
                name = "AISBF"
                base_url = "%s/v1"
                env_key = "AISBF_KEY"
                wire_api = "responses"
                """.formatted(model, gateway));
            case "opencode" -> write("opencode.json", """
                {"autoupdate": false, "share": "disabled", "model": "aisbf/%1$s", "small_model": "aisbf/%1$s",
                 "permission": {"*": "allow"},
                 "provider": {"aisbf": {"npm": "@ai-sdk/openai-compatible", "name": "AISBF",
                   "options": {"baseURL": "%2$s/v1", "apiKey": "any"},
                   "models": {"%1$s": {"name": "agent", "limit": {"context": 100000, "output": 8000}}}}}}
                """.formatted(model, gateway));
            case "gemini" -> write(".gemini/settings.json", """
                {"security": {"auth": {"selectedType": "gemini-api-key"}}, "privacy": {"usageStatisticsEnabled": false},
                 "general": {"disableAutoUpdate": true}, "telemetry": {"enabled": false}}
                """);
            default -> {
                // The others are told by their environment.
            }
        }
    }

    /** The variables it is started with. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", work.toString());
        // opencode believes the shell's word for where it is.
        environment.put("PWD", work.toString());
        environment.put("XDG_CONFIG_HOME", work.resolve(".config").toString());
        environment.put("XDG_DATA_HOME", work.resolve(".data").toString());
        environment.put("CODEX_HOME", work.resolve(".codex").toString());
        environment.put("AISBF_KEY", "any");
        environment.put("OPENCODE_DISABLE_MODELS_FETCH", "1");
        environment.put("OPENCODE_DISABLE_AUTOUPDATE", "1");
        environment.put("ANTHROPIC_BASE_URL", gateway.toString());
        environment.put("ANTHROPIC_API_KEY", "any");
        environment.put("ANTHROPIC_MODEL", model);
        environment.put("ANTHROPIC_SMALL_FAST_MODEL", model);
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        environment.put("IS_SANDBOX", "1");
        environment.put("GOOGLE_GEMINI_BASE_URL", gateway.toString());
        environment.put("GEMINI_API_KEY", "any");
        return environment;
    }

    /** What is run for a task. */
    String[] command(String task) {
        String path = work.resolveSibling("node_modules/.bin/" + program).toString();
        return switch (program) {
            case "codex" -> new String[] {path, "exec", "--skip-git-repo-check", task};
            case "opencode" -> new String[] {path, "run", "--model", "aisbf/" + model, task};
            case "claude" -> new String[] {path, "-p", task, "--allowedTools", "Bash", "--model", model};
            case "gemini" -> new String[] {path, "--yolo", "--skip-trust", "--model", model, "--prompt", task};
            default -> throw new IllegalArgumentException("no agent is called " + program);
        };
    }

    private void write(String name, String text) throws IOException {
        Path file = work.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, text);
    }
}

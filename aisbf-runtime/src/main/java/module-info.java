// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The gateway: finds the plugins, reads the configuration, opens the port. Exports nothing, and knows no vendor.
 */
@SuppressWarnings("requires-automatic") // jtokkit has neither a descriptor nor a successor.
module io.aisbf.runtime {
    requires com.fasterxml.jackson.core;
    requires io.aisbf.api;
    requires io.helidon.common.buffers;
    requires io.helidon.common.socket;
    requires io.helidon.common.task;
    requires io.helidon.config.yaml;
    requires io.helidon.http;
    requires io.helidon.webserver;
    requires java.management;
    requires java.sql;
    requires jtokkit;
    requires org.xerial.sqlitejdbc;
    requires org.yaml.snakeyaml;
    requires static org.jspecify;

    uses io.aisbf.api.condense.CondensationMethodFactory;
    uses io.aisbf.api.provider.ProviderFactory;
    uses io.aisbf.api.select.SelectionStrategyFactory;
    uses io.aisbf.api.wire.WireFormatFactory;

    provides System.LoggerFinder with
            io.aisbf.runtime.cli.ConsoleLog;
}

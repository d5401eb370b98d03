// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The log of a service that never was: eight templates, some of them rare, always the same lines. */
final class Service {
    private Service() {}

    /** So many lines of it. */
    static SystemLog log(int count) {
        SplittableRandom random = new SplittableRandom(2);
        List<String> lines = new ArrayList<>();
        List<String> contents = new ArrayList<>();
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int event = event(i, random);
            String level = event < 6 ? "INFO " : event == 6 ? "WARN " : "ERROR";
            String said = said(event, random);
            lines.add("2026-05-06 07:%02d:%02d,%03d %s [worker-%d] %s"
                    .formatted(i / 60 % 60, i % 60, random.nextInt(1000), level, random.nextInt(12), said));
            contents.add(said);
            events.add("E" + event);
        }
        return new SystemLog("Service", lines, contents, events);
    }

    private static int event(int line, SplittableRandom random) {
        return line % 400 == 211 ? 7 : line % 150 == 90 ? 6 : random.nextInt(6);
    }

    private static String said(int event, SplittableRandom random) {
        int number = random.nextInt(10_000, 99_999);
        int small = random.nextInt(20, 90);
        return switch (event) {
            case 0 -> "request " + number + " of client 10.0." + small + ".7 accepted";
            case 1 -> "request " + number + " answered after " + small + " ms with 200";
            case 2 -> "cache holds " + random.nextInt(400, 600) + " entries";
            case 3 -> "heartbeat to node-" + small % 7 + " confirmed";
            case 4 -> "session " + Integer.toHexString(number * 977) + " renewed for " + small + " minutes";
            case 5 -> "compaction of segment " + number + " skipped: " + small + " percent live";
            case 6 -> "slow query on table invoices took " + random.nextInt(2000, 4000) + " ms";
            default -> "could not reach mirror at port " + small + ": connection refused";
        };
    }
}

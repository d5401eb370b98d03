// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import java.nio.file.Path;
import java.sql.SQLException;

/** What SQLite's troubles are in words: where, what, and what to do. The numbers are those of sqlite.org/rescode.html. */
final class Trouble {
    private static final int PERMISSION = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READ_ONLY = 8;
    private static final int INPUT_OUTPUT = 10;
    static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final int NOT_A_DATABASE = 26;

    private Trouble() {}

    /** Whether the file itself is broken, and not its surroundings. */
    static boolean broken(SQLException failure) {
        return failure.getErrorCode() == CORRUPT || failure.getErrorCode() == NOT_A_DATABASE;
    }

    /** A sentence about it. */
    static String words(Path file, SQLException failure) {
        String advice = switch (failure.getErrorCode()) {
            case FULL -> "the disk is full; make room on it, or lower 'max_bytes' under 'ledger'";
            case READ_ONLY, PERMISSION ->
                "the file or its folder is read-only; let the gateway's user write there, or name another 'path' under"
                        + " 'ledger'";
            case CANNOT_OPEN ->
                "it cannot be opened; make sure that it is a file and that its folder can be written to, or name"
                        + " another 'path' under 'ledger'";
            case BUSY, LOCKED -> "another program holds it locked; end that program's work on it";
            case INPUT_OUTPUT -> "the disk reports an error; look at the system's log and at the room on the disk";
            case CORRUPT, NOT_A_DATABASE -> "it is damaged";
            default -> "SQLite refuses";
        };
        return "The ledger " + file + ": " + advice + " (" + reason(failure) + ").";
    }

    /** What lies beneath it: SQLite's driver says of a library that cannot be loaded only that nothing was opened. */
    private static String reason(SQLException failure) {
        Throwable reason = failure;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason == failure ? String.valueOf(failure.getMessage()) : failure.getMessage() + ": " + reason;
    }
}

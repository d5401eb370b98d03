// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.Failure;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.json.JacksonJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The cooldowns on disk, so that a restart does not send calls to whoever asked to be left alone for hours. Written
 * anew as a whole and moved into place, so that there is always a whole file, readable by its owner alone. Holds names
 * and times; keys by their names. Used by one thread at a time.
 */
final class CooldownFile {
    private static final System.Logger LOGGER = System.getLogger(CooldownFile.class.getName());
    private static final int FORMAT = 1;
    private static final long LARGEST = 64L << 20;

    private final JacksonJson json = new JacksonJson();
    private final Path path;
    private boolean failing;

    CooldownFile(Path path) {
        this.path = path;
    }

    /**
     * A cooldown.
     *
     * @param named whether its end was named by the provider
     */
    record Entry(Scope scope, Failure failure, boolean named, Instant until) {}

    /** What is written there; nothing, and a warning, where it cannot be read or was written by something else. */
    List<Entry> read() {
        try {
            if (Files.size(path) > LARGEST) {
                return unread("it is larger than " + (LARGEST >> 20) + " MiB");
            }
            return entries(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            return unread(e.toString());
        } catch (JsonException | DateTimeException e) {
            return unread(String.valueOf(e.getMessage()));
        }
    }

    private List<Entry> unread(String why) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "The cooldowns in {0} could not be read: {1}. Nobody is left alone on their account; the file is"
                        + " written anew with the next cooldown.",
                path,
                why);
        return List.of();
    }

    /**
     * Reads such a document.
     *
     * @throws JsonException if it is none
     * @throws DateTimeException if a time in it is none
     */
    List<Entry> entries(byte[] document) {
        JsonObject root = json.object(document);
        long format = json.integer(member(root, "format"));
        if (format != FORMAT) {
            throw new JsonException("'format' is " + format + ", and only " + FORMAT + " is known here");
        }
        return json.array(member(root, "cooldowns")).stream().map(this::entry).toList();
    }

    private Entry entry(RawJson value) {
        JsonObject object = json.object(value);
        Scope scope = new Scope(
                oneOf(Scope.Kind.class, object, "scope"),
                text(object, "provider"),
                text(object, "key"),
                text(object, "model"));
        return new Entry(
                scope,
                oneOf(Failure.class, object, "failure"),
                json.bool(member(object, "named")),
                Instant.parse(text(object, "until")));
    }

    private String text(JsonObject object, String name) {
        return json.text(member(object, name));
    }

    private <E extends Enum<E>> E oneOf(Class<E> type, JsonObject object, String name) {
        String word = text(object, name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(word)) {
                return constant;
            }
        }
        throw new JsonException("'" + name + "' is none of the words known here");
    }

    private static RawJson member(JsonObject object, String name) {
        return object.get(name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
    }

    /** Writes them; a warning where that fails, until it succeeds again. */
    void write(List<Entry> entries) {
        try {
            replace(document(entries));
            failing = false;
        } catch (IOException e) {
            LOGGER.log(
                    failing ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    "The cooldowns could not be written to {0}: {1}. After a restart nobody is left alone on their"
                            + " account.",
                    path,
                    e.toString());
            failing = true;
        }
    }

    private static byte[] document(List<Entry> entries) {
        JsonWriter writer = new JsonWriter()
                .object()
                .name("format")
                .number(FORMAT)
                .name("cooldowns")
                .array();
        for (Entry entry : entries) {
            writer.object();
            writer.name("scope").text(entry.scope().kind().name());
            writer.name("provider").text(entry.scope().provider());
            writer.name("key").text(entry.scope().key());
            writer.name("model").text(entry.scope().model());
            writer.name("failure").text(entry.failure().name());
            writer.name("named").bool(entry.named());
            writer.name("until").text(entry.until().toString());
            writer.end();
        }
        return writer.end().end().finish().bytes();
    }

    private void replace(byte[] document) throws IOException {
        Path whole = path.toAbsolutePath();
        Path folder = whole.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path draft = whole.resolveSibling("." + whole.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(draft, fresh, ownerOnly())) {
            ByteBuffer bytes = ByteBuffer.wrap(document);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one configuration file into a tree: JSON when its name ends in {@code .json}, YAML otherwise. */
public final class SourceFile {
    static final int LARGEST = 4 * 1024 * 1024;

    private SourceFile() {}

    /**
     * The map at the top of a file; an empty file is an empty map. Whatever is wrong with the file as a whole is
     * complained of, and then there is no map.
     */
    public static Optional<Value.Fields> read(Path path, Placeholders placeholders, Complaints complaints) {
        String file = path.toString();
        try {
            Value value = parse(file, text(path), placeholders, complaints);
            return switch (value) {
                case Value.Fields fields -> Optional.of(fields);
                case Value.Scalar scalar
                when scalar.absent() -> Optional.of(new Value.Fields(scalar.position(), List.of()));
                default ->
                    throw new UnreadableException(
                            value.position(),
                            "a map of sections such as 'providers:' is wanted, found " + value.description());
            };
        } catch (UnreadableException e) {
            complaints.error(e.position(), "", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Value parse(String file, String text, Placeholders placeholders, Complaints complaints)
            throws UnreadableException {
        if (file.toLowerCase(Locale.ROOT).endsWith(".json")) {
            return JsonTree.read(file, text, placeholders, complaints);
        }
        refuseControls(file, text);
        return YamlTree.read(file, text, placeholders, complaints);
    }

    private static String text(Path path) throws UnreadableException {
        Position whole = Position.whole(path.toString());
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new UnreadableException(whole, "is larger than " + LARGEST + " bytes");
            }
            return decode(bytes, whole);
        } catch (NoSuchFileException e) {
            throw new UnreadableException(whole, "there is no such file");
        } catch (IOException e) {
            throw new UnreadableException(whole, "cannot be read: " + e);
        }
    }

    private static String decode(byte[] bytes, Position whole) throws UnreadableException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer source = ByteBuffer.wrap(bytes);
        try {
            String text = decoder.decode(source).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableException(whole, "is not UTF-8 (near byte " + source.position() + ")");
        }
    }

    /** YAML allows no control characters; its parser would name an offset only. */
    private static void refuseControls(String file, String text) throws UnreadableException {
        int line = 1;
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                start = at + 1;
            } else if (isControl(c)) {
                String name = String.format(Locale.ROOT, "U+%04X", (int) c);
                throw new UnreadableException(
                        new Position(file, line, at - start + 1),
                        "the character " + name + " may not stand in a text file");
            }
        }
    }

    private static boolean isControl(char c) {
        boolean first = c < ' ' && c != '\t' && c != '\r';
        boolean second = c >= 0x7f && c < 0xa0 && c != 0x85;
        return first || second || c >= 0xfffe;
    }
}

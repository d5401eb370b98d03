// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a {@code .json} file into a tree. JSON is nearly YAML, but the YAML parser refuses tabs and {@code \/}, both of
 * which are common in JSON, so JSON has its own.
 */
final class JsonTree {
    private final String file;
    private final JsonParser parser;
    private final Placeholders placeholders;
    private final Growth growth;

    private JsonTree(String file, JsonParser parser, Placeholders placeholders, Complaints complaints) {
        this.file = file;
        this.parser = parser;
        this.placeholders = placeholders;
        this.growth = new Growth(complaints);
    }

    static Value read(String file, String text, Placeholders placeholders, Complaints complaints)
            throws UnreadableException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            return new JsonTree(file, parser, placeholders, complaints).document();
        } catch (JsonProcessingException e) {
            // The parser quotes the word it does not know, and that word may be a key without its quotes.
            String message = e.getOriginalMessage().replaceAll("Unrecognized token '[^']*'", "a word without quotes");
            throw new UnreadableException(
                    position(file, e.getLocation()),
                    "is not JSON (column " + column(e.getLocation()) + "): " + message);
        } catch (IOException e) {
            throw new UnreadableException(Position.whole(file), "cannot be read: " + e.getMessage());
        }
    }

    private Value document() throws IOException, UnreadableException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return Value.Scalar.of(new Position(file, 1, 1), "", true);
        }
        Value value = value(first, "", 0);
        if (parser.nextToken() != null) {
            throw new UnreadableException(here(), "something follows the end of the JSON value; leave one value");
        }
        return value;
    }

    private Value value(JsonToken token, String path, int depth) throws IOException, UnreadableException {
        Position position = here();
        growth.grow(1, depth, position);
        return switch (token) {
            case START_OBJECT -> new Value.Fields(position, fields(path, depth));
            case START_ARRAY -> new Value.Items(position, items(path, depth));
            case VALUE_STRING -> placeholders.resolve(position, parser.getText(), false);
            default -> Value.Scalar.of(position, parser.getText(), true);
        };
    }

    private List<Value.Field> fields(String path, int depth) throws IOException, UnreadableException {
        Growth.Names names = growth.names(path);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Position position = here();
            names.add(name, position, value(parser.nextToken(), Growth.below(path, name), depth + 1));
        }
        return names.fields();
    }

    private List<Value> items(String path, int depth) throws IOException, UnreadableException {
        List<Value> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token, path + "[" + items.size() + "]", depth + 1));
        }
        return items;
    }

    private Position here() {
        return position(file, parser.currentTokenLocation());
    }

    private static Position position(String file, JsonLocation location) {
        return location == null
                ? Position.whole(file)
                : new Position(file, Math.max(location.getLineNr(), 0), column(location));
    }

    private static int column(JsonLocation location) {
        return location == null ? 0 : Math.max(location.getColumnNr(), 0);
    }
}

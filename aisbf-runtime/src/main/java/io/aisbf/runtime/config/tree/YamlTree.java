// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads a YAML file into a tree, straight from the parser's events: they carry line and column, and nothing is
 * interpreted that was not meant ({@code no} stays a word, {@code 010} and {@code 1:30} are no numbers, a dot in a name
 * is a dot).
 */
final class YamlTree {
    private static final Set<String> TAGS = Set.of("!", "str", "int", "float", "bool", "null", "map", "seq");
    private static final String STANDARD = "tag:yaml.org,2002:";

    private record Anchored(Value value, int size) {}

    private final String file;
    private final ParserImpl parser;
    private final Placeholders placeholders;
    private final Growth growth;
    private final Map<String, Anchored> anchors = new HashMap<>();

    private YamlTree(String file, ParserImpl parser, Placeholders placeholders, Complaints complaints) {
        this.file = file;
        this.parser = parser;
        this.placeholders = placeholders;
        this.growth = new Growth(complaints);
    }

    static Value read(String file, String text, Placeholders placeholders, Complaints complaints)
            throws UnreadableException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        ParserImpl parser = new ParserImpl(new StreamReader(text), options);
        try {
            return new YamlTree(file, parser, placeholders, complaints).document();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            Position position = mark == null ? Position.whole(file) : position(file, mark);
            throw new UnreadableException(position, "is not YAML (column " + position.column() + "): " + problem(e));
        } catch (YAMLException e) {
            throw new UnreadableException(Position.whole(file), "is not YAML: " + e.getMessage());
        }
    }

    private static String problem(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "cannot be understood" : e.getProblem();
        if (problem.contains("TAB")) {
            return "a tab stands where YAML wants spaces";
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "a second ': ' in one line, or a line that is indented too far; put quotes around a text that holds"
                    + " ': '";
        }
        String context = e.getContext() == null ? "" : e.getContext();
        String begun = e.getContextMark() == null
                ? ""
                : " begun on line " + (e.getContextMark().getLine() + 1);
        return context.isEmpty() ? problem : context + begun + ", " + problem;
    }

    private Value document() throws UnreadableException {
        parser.getEvent();
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return Value.Scalar.of(new Position(file, 1, 1), "", true);
        }
        parser.getEvent();
        Value value = value(parser.getEvent(), "", 0);
        parser.getEvent();
        Event end = parser.getEvent();
        if (end instanceof DocumentStartEvent) {
            throw new UnreadableException(at(end), "a second document begins here (---); leave one document");
        }
        return value;
    }

    private Value value(Event event, String path, int depth) throws UnreadableException {
        Position position = at(event);
        if (event instanceof AliasEvent alias) {
            return aliased(alias, depth, position);
        }
        int before = growth.values();
        growth.grow(1, depth, position);
        Value value = switch (event) {
            case MappingStartEvent map -> {
                refuseTag(map.getTag(), position);
                yield new Value.Fields(position, fields(path, depth));
            }
            case SequenceStartEvent list -> {
                refuseTag(list.getTag(), position);
                yield new Value.Items(position, items(path, depth));
            }
            case ScalarEvent scalar -> scalar(scalar, position);
            default -> throw new UnreadableException(position, "is not YAML: found " + event.getEventId());
        };
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            anchors.put(node.getAnchor(), new Anchored(value, growth.values() - before));
        }
        return value;
    }

    private Value aliased(AliasEvent alias, int depth, Position position) throws UnreadableException {
        Anchored anchored = anchors.get(alias.getAnchor());
        if (anchored == null) {
            throw new UnreadableException(
                    position, "*" + alias.getAnchor() + " has no finished &" + alias.getAnchor() + " above it");
        }
        growth.grow(anchored.size(), depth, position);
        return anchored.value();
    }

    private Value scalar(ScalarEvent scalar, Position position) throws UnreadableException {
        refuseTag(scalar.getTag(), position);
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN && scalar.getTag() == null;
        return placeholders.resolve(position, scalar.getValue(), plain);
    }

    private List<Value.Field> fields(String path, int depth) throws UnreadableException {
        Growth.Names names = growth.names(path);
        for (Event event = parser.getEvent(); !event.is(Event.ID.MappingEnd); event = parser.getEvent()) {
            if (!(event instanceof ScalarEvent key)) {
                throw new UnreadableException(at(event), "a name must be a word, not a map, a list or an alias");
            }
            refuseTag(key.getTag(), at(key));
            String name = key.getValue();
            if (name.equals("<<") && key.isPlain()) {
                throw new UnreadableException(at(key), "merging with << is not supported; write the names out");
            }
            names.add(name, at(key), value(parser.getEvent(), Growth.below(path, name), depth + 1));
        }
        return names.fields();
    }

    private List<Value> items(String path, int depth) throws UnreadableException {
        List<Value> items = new ArrayList<>();
        for (Event event = parser.getEvent(); !event.is(Event.ID.SequenceEnd); event = parser.getEvent()) {
            items.add(value(event, path + "[" + items.size() + "]", depth + 1));
        }
        return items;
    }

    private static void refuseTag(String tag, Position position) throws UnreadableException {
        if (tag != null && !TAGS.contains(tag.replace(STANDARD, ""))) {
            throw new UnreadableException(position, "the tag " + tag + " is not supported; take it away");
        }
    }

    private Position at(Event event) {
        return position(file, event.getStartMark());
    }

    private static Position position(String file, Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.recall;

import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.Data;
import io.aisbf.evaluation.Exhibit;
import io.aisbf.evaluation.Table;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.text.Sentence;
import io.aisbf.text.Sentences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the sentence that answers a question is still there when a document of sixty paragraphs has been condensed for
 * it (XQuAD: M. Artetxe et al., "On the cross-lingual transferability of monolingual representations", ACL 2020).
 */
public final class XquadExhibit implements Exhibit {
    private static final int PARAGRAPHS = 60;
    private static final int[] RATIOS = {2, 4, 8, 20};

    private final Json json = new JacksonJson();

    /**
     * A document and what is asked about it.
     *
     * @param whole all of it in one message
     * @param paragraphs a message for each paragraph, for those who drop whole messages
     */
    private record Document(List<Message> whole, List<Message> paragraphs, List<Question> questions) {}

    private record Question(String text, String sentence) {}

    private record Paragraph(String text, List<Question> questions) {}

    @Override
    public String title() {
        return "C3 XQuAD: answer sentence kept";
    }

    @Override
    public List<Table> tables() throws IOException, InterruptedException {
        List<Table> tables = new ArrayList<>();
        for (String language : List.of("en", "de")) {
            String file = "xquad/xquad." + language + "-dev.json";
            Optional<Path> found = Data.find(file);
            tables.add(
                    found.isEmpty()
                            ? Table.without("XQuAD " + language, Data.missing(file))
                            : table(language, documents(found.get())));
        }
        return tables;
    }

    private static Table table(String language, List<Document> documents) throws IOException, InterruptedException {
        String note = "Per cent of "
                + documents.stream().mapToInt(one -> one.questions().size()).sum() + " questions, each over "
                + PARAGRAPHS + " paragraphs.";
        List<String> columns = List.of("method", "2x", "4x", "8x", "20x");
        Table table = new Table("XQuAD " + language, columns, List.of(), note);
        for (Map.Entry<String, CondensationMethod> method : Rankers.all().entrySet()) {
            boolean cuts = method.getKey().equals(Rankers.OURS);
            List<String> cells = new ArrayList<>();
            for (int ratio : RATIOS) {
                cells.add(kept(method.getValue(), documents, ratio, cuts));
            }
            table = table.row(method.getKey(), cells.toArray());
        }
        return table;
    }

    private static String kept(CondensationMethod method, List<Document> documents, int ratio, boolean cuts)
            throws IOException, InterruptedException {
        Share share = new Share();
        for (Document document : documents) {
            List<Message> messages = cuts ? document.whole() : document.paragraphs();
            long goal = Counting.count(messages) / ratio;
            for (Question question : document.questions()) {
                String left = Rankers.left(method, messages, question.text(), goal);
                share.add(left.contains(question.sentence()) ? 1 : 0, 1);
            }
        }
        return share.whole();
    }

    private List<Document> documents(Path file) throws IOException {
        List<Paragraph> paragraphs = new ArrayList<>();
        for (RawJson article : json.array(value(json.object(Files.readAllBytes(file)), "data"))) {
            for (RawJson paragraph : json.array(value(json.object(article), "paragraphs"))) {
                paragraphs.add(paragraph(json.object(paragraph)));
            }
        }
        List<Document> documents = new ArrayList<>();
        for (int at = 0; at + PARAGRAPHS <= paragraphs.size(); at += PARAGRAPHS) {
            List<Paragraph> some = paragraphs.subList(at, at + PARAGRAPHS);
            String text = some.stream().map(Paragraph::text).collect(Collectors.joining("\n\n"));
            List<Question> questions =
                    some.stream().flatMap(one -> one.questions().stream()).toList();
            List<Message> each = some.stream()
                    .map(one -> Message.of(Message.Role.USER, one.text()))
                    .toList();
            documents.add(new Document(List.of(Message.of(Message.Role.USER, text)), each, questions));
        }
        return documents;
    }

    private Paragraph paragraph(JsonObject paragraph) {
        String text = json.text(value(paragraph, "context"));
        List<Question> questions = new ArrayList<>();
        for (RawJson element : json.array(value(paragraph, "qas"))) {
            JsonObject asked = json.object(element);
            JsonObject answer = json.object(json.array(value(asked, "answers")).getFirst());
            int from = text.offsetByCodePoints(0, (int) json.integer(value(answer, "answer_start")));
            int to = from + json.text(value(answer, "text")).length();
            questions.add(new Question(json.text(value(asked, "question")), sentence(text, from, to)));
        }
        return new Paragraph(text, questions);
    }

    /** The sentence, or the sentences, that an answer stands in. */
    private static String sentence(String text, int from, int to) {
        int first = from;
        int last = to;
        for (Sentence sentence : Sentences.of(text)) {
            if (sentence.from() < to && sentence.to() > from) {
                first = Math.min(first, sentence.from());
                last = Math.max(last, sentence.to());
            }
        }
        return text.substring(first, last);
    }

    private static RawJson value(JsonObject object, String name) {
        return object.get(name).orElseThrow(() -> new IllegalArgumentException("there is no " + name));
    }
}

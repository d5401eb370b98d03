// SPDX-License-Identifier: GPL-3.0-or-later

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What formatter and compiler leave open: how long a file, a method and a package may be, the licence line, open ends.
 *
 * <p>A longer file or method gives its reason in itself: {@code // long file: ...}, {@code // long method: ...}.
 */
final class Sizes {
    private static final int FILE_LINES = 300;
    private static final int METHOD_LINES = 30;
    private static final int PACKAGE_FILES = 15;
    private static final Pattern LICENCE =
            Pattern.compile("// SPDX-License-Identifier: GPL-3\\.0-or-later( WITH Classpath-exception-2\\.0)?");
    // Spelled in two halves, so that this line is not an open end itself.
    private static final Pattern OPEN_END = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");

    private final List<String> complaints = new ArrayList<>();

    List<String> complaints(List<Path> sources) throws IOException {
        for (Path file : sources) {
            lines(file, Files.readAllLines(file));
        }
        packages(sources);
        trees(sources);
        return complaints;
    }

    private void lines(Path file, List<String> lines) {
        if (lines.size() > FILE_LINES && lines.stream().noneMatch(l -> l.contains("// long file: "))) {
            complaints.add(file + ": " + lines.size() + " lines; at most " + FILE_LINES);
        }
        if (lines.isEmpty() || !LICENCE.matcher(lines.getFirst()).matches()) {
            complaints.add(file + ":1: begin with the line `// SPDX-License-Identifier: GPL-3.0-or-later`");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (OPEN_END.matcher(lines.get(i)).find()) {
                complaints.add(file + ":" + (i + 1) + ": an open end; finish it or file an issue");
            }
        }
    }

    private void packages(List<Path> sources) {
        Map<Path, Long> files = sources.stream()
                .filter(f -> f.toString().contains("src/main/java"))
                .filter(f -> !f.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        files.forEach((folder, count) -> {
            if (count > PACKAGE_FILES) {
                complaints.add(folder + ": " + count + " files in a package; at most " + PACKAGE_FILES);
            }
        });
    }

    private void trees(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            // Faults in the syntax are the compiler's to report, so this one says nothing of them.
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, _ -> {}, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Lengths(unit, positions).scan(unit, null);
            }
        }
    }

    private final class Lengths extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final String text;

        Lengths(CompilationUnitTree unit, SourcePositions positions) throws IOException {
            this.unit = unit;
            this.positions = positions;
            this.text = unit.getSourceFile().getCharContent(true).toString();
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            BlockTree body = method.getBody();
            if (body != null && end(body) > 0) {
                int from = (int) positions.getStartPosition(unit, body);
                long count = line(end(body)) - line(from) + 1;
                if (count > METHOD_LINES && !text.substring(from, end(body)).contains("// long method: ")) {
                    complain(
                            method, "method " + method.getName() + " has " + count + " lines; at most " + METHOD_LINES);
                }
            }
            return super.visitMethod(method, nothing);
        }

        @Override
        public Void visitImport(ImportTree node, Void nothing) {
            if (node.getQualifiedIdentifier().toString().endsWith(".*")) {
                complain(node, "import each type by its name");
            }
            return null;
        }

        private int end(Tree tree) {
            return (int) positions.getEndPosition(unit, tree);
        }

        private long line(int position) {
            return unit.getLineMap().getLineNumber(position);
        }

        private void complain(Tree tree, String fault) {
            Path file = Path.of("")
                    .toAbsolutePath()
                    .relativize(Path.of(unit.getSourceFile().toUri()));
            complaints.add(file + ":" + line((int) positions.getStartPosition(unit, tree)) + ": " + fault);
        }
    }
}

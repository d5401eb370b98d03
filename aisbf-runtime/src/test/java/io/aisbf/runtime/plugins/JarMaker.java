// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import io.aisbf.api.plugin.PluginFactory;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a few classes and packs them: the plugins of these tests are made on the spot. */
public final class JarMaker {
    private static final String SERVICE = "io.aisbf.api.select.SelectionStrategyFactory";

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<Path> path = new ArrayList<>(List.of(apiLocation()));
    private final List<String> left = new ArrayList<>();
    private String version = "";
    private int classFile;

    /** Nothing yet. */
    public JarMaker() {}

    /** A selection strategy factory in a jar without module-info. */
    static JarMaker plain(String name, String type) {
        return new JarMaker().factory(name, '"' + type + '"').service(name + ".Factory");
    }

    /** A selection strategy factory in a jar with module-info; {@code more} goes into that. */
    static JarMaker module(String name, String type, String more) {
        return new JarMaker()
                .factory(name, '"' + type + '"')
                .moduleInfo(name, "requires io.aisbf.api; provides " + SERVICE + " with " + name + ".Factory; " + more);
    }

    /** A factory whose type is the value of an expression. */
    JarMaker factory(String name, String type) {
        return body(name, "public String type() { return " + type + "; }");
    }

    /** A factory with these members besides create. */
    JarMaker body(String name, String members) {
        return source(name + ".Factory", """
            package %s;
            public class Factory implements %s {
                %s
                public io.aisbf.api.select.SelectionStrategy create(
                        io.aisbf.api.plugin.Settings settings, io.aisbf.api.plugin.PluginContext context) {
                    throw new IllegalStateException("" + Thread.currentThread().getContextClassLoader());
                }
            }
            """.formatted(name, SERVICE, members));
    }

    /** The module descriptor. */
    public JarMaker moduleInfo(String name, String directives) {
        return source("module-info", "module " + name + " { " + directives + " }");
    }

    /** A class, by its full name. */
    public JarMaker source(String name, String text) {
        sources.put(name, text);
        return this;
    }

    JarMaker service(String factory) {
        return entry("META-INF/services/" + SERVICE, factory);
    }

    JarMaker entry(String name, String text) {
        entries.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A jar that is there when it is compiled, and not put in. */
    JarMaker with(Path... jars) {
        path.addAll(List.of(jars));
        return this;
    }

    /** Compiled, and then left out of the jar. */
    JarMaker without(String classFileName) {
        left.add(classFileName);
        return this;
    }

    JarMaker version(String text) {
        version = text;
        return this;
    }

    /** The class files claim to be of this version. */
    JarMaker classFile(int major) {
        classFile = major;
        return this;
    }

    /** Compiles and packs. */
    public Path write(Path jar) {
        try {
            Files.createDirectories(Objects.requireNonNull(jar.getParent()));
            Path classes = Files.createTempDirectory(jar.getParent().getParent(), ".classes");
            if (!sources.isEmpty()) {
                compile(classes);
            }
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            if (!version.isEmpty()) {
                manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
            }
            try (OutputStream out = Files.newOutputStream(jar);
                    JarOutputStream packed = new JarOutputStream(out, manifest)) {
                pack(classes, packed);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the API under test is: a jar or a folder of classes. */
    static Path apiLocation() {
        try {
            return Path.of(PluginFactory.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        String libraries = path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> options = List.of(
                "-d",
                classes.toString(),
                "-proc:none",
                "-nowarn",
                sources.containsKey("module-info") ? "-p" : "-cp",
                libraries);
        List<JavaFileObject> units = sources.entrySet().stream()
                .map(source -> (JavaFileObject) new Source(source.getKey(), source.getValue()))
                .toList();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            if (!compiler.getTask(messages, files, null, options, null, units).call()) {
                throw new IllegalStateException(messages.toString());
            }
        }
    }

    private void pack(Path classes, JarOutputStream packed) throws IOException {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            packed.putNextEntry(new JarEntry(entry.getKey()));
            packed.write(entry.getValue());
        }
        try (Stream<Path> found = Files.walk(classes)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                String name = classes.relativize(file).toString().replace('\\', '/');
                if (!left.contains(name)) {
                    byte[] bytes = Files.readAllBytes(file);
                    if (classFile > 0) {
                        bytes[7] = (byte) classFile;
                    }
                    packed.putNextEntry(new JarEntry(name));
                    packed.write(bytes);
                }
            }
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}

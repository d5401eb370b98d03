// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import io.aisbf.api.plugin.PluginFactory;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The side of the gateway that a plugin may see: the JDK and {@code io.aisbf.api}, and nothing else of the layer both
 * are in.
 *
 * @param layer the layer of the API and, as it happens, of the gateway and its libraries: plugins resolve against it
 * @param loader shows classes of the JDK and the API only; parent of every plugin's loader
 */
record Host(ModuleLayer layer, ClassLoader loader) {
    static final String API = "io.aisbf.api";

    /**
     * Modules that a plugin's own copy of is never used: the one must be shared, the other is not a plugin's business.
     */
    static final Set<String> HIDDEN = Set.of(API, "io.aisbf.runtime");

    /**
     * The gateway that this class belongs to.
     *
     * @throws IllegalStateException if it was started on the class path, where plugins could not be told from the
     *     gateway
     */
    static Host own() {
        Module api = PluginFactory.class.getModule();
        if (!api.isNamed()) {
            throw new IllegalStateException(
                    "io.aisbf.api is on the class path; start the gateway as modules (java -p lib -m ...), "
                            + "otherwise plugins cannot be kept apart from it");
        }
        return new Host(api.getLayer(), new Shown(api));
    }

    /** Whether a plugin may read this module of the gateway's layer. */
    static boolean shows(String module) {
        return module.equals(API) || ofJdk(module);
    }

    static boolean ofJdk(String module) {
        return module.startsWith("java.") || module.startsWith("jdk.");
    }

    /**
     * Looks at the module of what it found, because asking the platform class loader is not enough: the built-in
     * loaders delegate by package, so it also finds the libraries that the application class loader has as named
     * modules.
     */
    private static final class Shown extends ClassLoader {
        static {
            registerAsParallelCapable();
        }

        private final Module api;

        Shown(Module api) {
            super("aisbf-api-and-jdk", getPlatformClassLoader());
            this.api = api;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            Class<?> found = name.startsWith(API + ".")
                    ? Class.forName(name, false, api.getClassLoader())
                    : getPlatformClassLoader().loadClass(name);
            Module module = found.getModule();
            if (module != api && !(module.isNamed() && ofJdk(module.getName()))) {
                throw new ClassNotFoundException(name + " belongs to the gateway, not to the JDK or " + API);
            }
            return found;
        }

        @Override
        public @Nullable URL getResource(String name) {
            try {
                Enumeration<URL> found = getResources(name);
                return found.hasMoreElements() ? found.nextElement() : null;
            } catch (IOException e) {
                return null;
            }
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> shown = new ArrayList<>();
            for (URL url : Collections.list(getPlatformClassLoader().getResources(name))) {
                String path = url.getPath();
                if (url.getProtocol().equals("jrt") && ofJdk(path.startsWith("/") ? path.substring(1) : path)) {
                    shown.add(url);
                }
            }
            return Collections.enumeration(shown);
        }
    }
}

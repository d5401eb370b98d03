// SPDX-License-Identifier: GPL-3.0-or-later

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;

/**
 * Loads palantir-java-format anew with one method added; everything else comes from the class path.
 *
 * <p>The formatter does not know the unnamed pattern: {@code case Pair(var left, _)} fails with "expected token: '_'"
 * (palantir/palantir-java-format#1614; its pull request 1579 is open). Once a release knows it, this class can go and
 * {@link Style} can take the formatter from the class path.
 */
final class MendedFormatter extends ClassLoader {
    private static final String PACKAGE = "com.palantir.javaformat.";
    private static final String VISITOR = PACKAGE + "java.java21.Java21InputAstVisitor";

    MendedFormatter() {
        super(MendedFormatter.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            URL file = getResource(name.replace('.', '/') + ".class");
            if (known != null) {
                return known;
            }
            // The service interface must stay the one Style was compiled against.
            if (!name.startsWith(PACKAGE) || file == null || file.toString().contains("-spi-")) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = file.openStream()) {
                byte[] code = name.equals(VISITOR) ? withUnnamedPattern(in.readAllBytes()) : in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Adds {@code Object visitAnyPattern(AnyPatternTree node, Object nothing) { token("_"); return null; }}. */
    private static byte[] withUnnamedPattern(byte[] code) {
        ClassDesc self = ClassDesc.of(VISITOR);
        ClassDesc anyPattern = ClassDesc.of("com.sun.source.tree.AnyPatternTree");
        MethodTypeDesc visit = MethodTypeDesc.of(ConstantDescs.CD_Object, anyPattern, ConstantDescs.CD_Object);
        ClassFile files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(MendedFormatter.class.getClassLoader())));
        return files.transformClass(
                files.parse(code),
                ClassTransform.endHandler(end -> end.withMethodBody(
                        "visitAnyPattern",
                        visit,
                        ClassFile.ACC_PUBLIC,
                        body -> body.aload(0)
                                .loadConstant("_")
                                .invokevirtual(
                                        self,
                                        "token",
                                        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String))
                                .aconst_null()
                                .areturn())));
    }
}

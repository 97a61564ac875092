/**
 * Calls to the operating system and the JVM: the compilers, the end of the process, the processor's
 * features, the resident memory, the environment, the terminal, native libraries' messages, and the
 * service manager.
 *
 * <p>May use the JDK and JNA. Each class stands alone.
 */
package dev.retinagate.os;

/**
 * Calls to the operating system: the priority of the compiler threads, the end of the process, the
 * processor's features, the resident memory, the time of threads, the environment, the terminal,
 * native libraries' messages, and the service manager.
 *
 * <p>May use the JDK and JNA. Each class stands alone.
 */
package dev.retinagate.os;

/**
 * What the product asks of the operating system: the priority of the compilers' threads, the end of
 * the process, the processor's features, the resident memory, the environment.
 *
 * <p>May use the JDK and JNA. Each class stands alone.
 */
package dev.retinagate.os;

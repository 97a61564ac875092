package dev.retinagate.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel drop the first packet (SYN) of every connection to come, while those that it has
 * already established can still be accepted. A listening socket that is only closed resets what
 * waits to be accepted, whose clients may already have sent their requests. A client whose SYN was
 * dropped sends it again after a second, and is refused by then: nothing of its request was sent.
 *
 * <p>A classic BPF program at the listening socket, see socket(7) on SO_ATTACH_FILTER and Linux'
 * Documentation/networking/filter.rst; on a TCP socket, offset 0 is the TCP header.
 */
final class SynFilter {

  private static final Logger LOG = LoggerFactory.getLogger(SynFilter.class);

  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;

  /** {@code struct sock_fprog} on 64 bits: the number of instructions, and where they are. */
  private static final int PROGRAM_BYTES = 16;

  private static final RawUnixChannelOption ATTACH =
      new RawUnixChannelOption(
          "retinagate-syn-filter", SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM_BYTES);

  /** Of each instruction: the code, two jumps in one number, the operand. */
  private static final int[][] INSTRUCTIONS = {
    {0x30, 0, 13}, // A = the flags of the TCP header
    {0x54, 0, 0x02}, // A &= SYN
    {0x15, 0x0100, 0}, // if A != 0, skip one; jt is the lower byte, jf the upper
    {0x06, 0, -1}, // take the packet, whole
    {0x06, 0, 0}, // drop it
  };

  private SynFilter() {}

  /** Attaches the filter to a listening socket; no effect where transport or kernel refuse it. */
  static void attach(Channel listener) {
    ByteBuf instructions = UnpooledByteBufAllocator.DEFAULT.directBuffer();
    ByteBuf program = UnpooledByteBufAllocator.DEFAULT.directBuffer(PROGRAM_BYTES, PROGRAM_BYTES);
    try {
      for (int[] instruction : INSTRUCTIONS) {
        instructions.writeShortLE(instruction[0]);
        instructions.writeShortLE(instruction[1]);
        instructions.writeIntLE(instruction[2]);
      }
      program.writeShortLE(INSTRUCTIONS.length).writeZero(6);
      program.writeLongLE(instructions.memoryAddress());
      ByteBuffer value = program.nioBuffer();
      // The kernel copies both while it is called.
      boolean attached = listener.config().setOption(ATTACH, value);
      LOG.debug("the listener's filter is {}", attached ? "attached" : "unknown to its transport");
    } catch (ChannelException | UnsupportedOperationException e) {
      LOG.debug("the listener has no filter: {}", e.toString());
    } finally {
      program.release();
      instructions.release();
    }
  }
}

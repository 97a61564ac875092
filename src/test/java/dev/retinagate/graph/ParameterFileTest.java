package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterFileTest {

  @Test
  void readsWhatItWrote() throws IOException {
    Map<String, Tensor> written = new LinkedHashMap<>();
    written.put("conv0_weight", Tensor.of(List.of(2, 1, 1, 2), new float[] {1, -2, 3, 0.5f}));
    written.put("conv0_bias", halves((short) 0x3c00, (short) 0xc000));

    Map<String, Tensor> read = ParameterFile.read(ByteBuffer.wrap(bytes(written)));

    assertThat(read.keySet()).containsExactly("conv0_weight", "conv0_bias");
    assertThat(read.get("conv0_weight").shape()).containsExactly(2, 1, 1, 2);
    assertThat(floats(read.get("conv0_weight"))).containsExactly(1, -2, 3, 0.5f);
    assertThat(read.get("conv0_bias").type()).isEqualTo(Tensor.Type.FP16);
    assertThat(floats(read.get("conv0_bias"))).containsExactly(1, -2);
  }

  @Test
  void writesTheLayoutThatMxnetReads() throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(bytes(Map.of("w", Tensor.of(List.of(1), new float[] {7}))))
            .order(ByteOrder.LITTLE_ENDIAN);

    assertThat(file.getLong()).isEqualTo(0x112);
    assertThat(file.getLong()).isZero();
    assertThat(file.getLong()).isEqualTo(1);
    assertThat(file.getInt()).isEqualTo(0xF993FAC9);
    assertThat(file.getInt()).isZero();
    assertThat(file.getInt()).isEqualTo(1);
    assertThat(file.getLong()).isEqualTo(1);
    assertThat(file.getInt()).isEqualTo(1);
    assertThat(file.getInt()).isZero();
    assertThat(file.getInt()).isZero();
    assertThat(file.getFloat()).isEqualTo(7);
    assertThat(file.getLong()).isEqualTo(1);
    assertThat(file.getLong()).isEqualTo(5);
    assertThat(file.remaining()).isEqualTo("arg:w".length());
  }

  @Test
  void refusesAFileCutAnywhere() throws IOException {
    byte[] whole = bytes(Map.of("w", Tensor.of(List.of(2, 2), new float[] {1, 2, 3, 4})));

    for (int length = 0; length < whole.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
      assertThatThrownBy(() -> ParameterFile.read(cut)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x0000, 0",
    "0x8000, -0.0",
    "0x3c00, 1",
    "0xbc00, -1",
    "0x3555, 0.33325195",
    "0x7bff, 65504",
    "0x0400, 6.1035156E-5",
    "0x0001, 5.9604645E-8",
    "0x83ff, -6.097555E-5",
    "0x7c00, Infinity",
    "0xfc00, -Infinity",
    "0x7e00, NaN"
  })
  void widensHalvesExactly(String half, float expected) {
    assertThat(Float16.toFloat(Integer.decode(half).shortValue()))
        .isEqualTo(Float.valueOf(expected));
  }

  @Test
  void aTensorRefusesDataThatDoesNotFitItsShape() {
    assertThatThrownBy(() -> new Tensor(List.of(3), Tensor.Type.FP32, ByteBuffer.allocate(8)))
        .hasMessageContaining("12 bytes, not 8");
  }

  private static byte[] bytes(Map<String, Tensor> parameters) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ParameterFile.write(parameters, out);
    return out.toByteArray();
  }

  private static Tensor halves(short... values) {
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asShortBuffer().put(values);
    return new Tensor(List.of(values.length), Tensor.Type.FP16, data);
  }

  private static float[] floats(Tensor tensor) {
    FloatBuffer values = tensor.toFloats();
    float[] copy = new float[values.remaining()];
    values.get(copy);
    return copy;
  }
}

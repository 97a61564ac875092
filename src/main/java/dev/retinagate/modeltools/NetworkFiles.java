package dev.retinagate.modeltools;

import dev.retinagate.graph.ParameterFile;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelSpec.ModelFile;
import dev.retinagate.modeltools.layers.SymbolWriter.Network;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The two files of a network: its symbol and its parameters. */
public final class NetworkFiles {

  private NetworkFiles() {}

  /** Writes both; the answer names them by the part they play. */
  public static Map<String, ModelFile> write(Network network, ModelFolder folder) {
    Map<String, ModelFile> files = new LinkedHashMap<>();
    files.put(
        ModelBundle.SYMBOL,
        folder.write(
            "symbol.json",
            out -> out.write(SymbolJson.write(network.symbol()).getBytes(StandardCharsets.UTF_8))));
    files.put(
        ModelBundle.PARAMETERS,
        folder.write("network.params", out -> ParameterFile.write(network.parameters(), out)));
    return files;
  }
}

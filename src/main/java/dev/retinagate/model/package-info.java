/**
 * Models as data: {@link dev.retinagate.model.ModelRepository} finds {@code models/NAME/model.yaml}
 * and checks the files it names; each family ({@link dev.retinagate.model.LetterboxDetector}) knows
 * its pre-processing and how its outputs are decoded. Adding a model of a known family needs no
 * code.
 *
 * <p>May use {@code detection}, {@code image}, {@code graph}, {@code engine} and {@code os}. The
 * story starts at {@link dev.retinagate.model.ModelRepository}.
 */
package dev.retinagate.model;

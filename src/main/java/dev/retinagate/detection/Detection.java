package dev.retinagate.detection;

/**
 * One object found in a picture.
 *
 * @param classId index of the class in the model's {@link Labels}, from 0
 * @param label the class's name
 * @param score the network's confidence, 0..1
 * @param box around the object
 */
public record Detection(int classId, String label, float score, Box box) {}

/**
 * The protocol of camera software (Frigate, Blue Iris, Agent DVR, Home Assistant), as DeepStack
 * began it and CodeProject.AI goes on with it: a form with the picture and {@code min_confidence}.
 *
 * <p>May use {@code intake} and what that uses; never another protocol. The story starts at {@link
 * dev.retinagate.http.deepstack.DeepstackProtocol}.
 */
package dev.retinagate.http.deepstack;

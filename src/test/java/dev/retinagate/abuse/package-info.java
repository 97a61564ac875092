/**
 * What {@link dev.retinagate.AbuseIT} does to a node: thousands of conversations that no honest
 * client would begin.
 *
 * <p>The story starts at {@link dev.retinagate.abuse.Barrage}, which carries out so many {@link
 * dev.retinagate.abuse.Attack}s of each {@link dev.retinagate.abuse.Kind}. Everything is drawn from
 * one seed: the same seed sends the same bytes, whatever the threads do.
 */
package dev.retinagate.abuse;

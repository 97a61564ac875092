/**
 * Would an adaptive concurrency limit do better than the gateway's fixed one? A simulation of the
 * node, in its own time and seeded, and what came of it. The story starts at {@link
 * dev.retinagate.loadtest.limits.CompareLimits}, which {@code limits.sh} runs; {@link
 * dev.retinagate.loadtest.limits.NodeSimulation} is held to closed forms of queueing theory by its
 * test.
 *
 * <p>Compared: the fixed bound (8 that wait for each worker, and no fewer than 11; nobody waits
 * longer than 30 s), the same told how long an answer is of use, a shorter one (3 that wait), and
 * Vegas, Gradient2 and AIMD of Netflix's concurrency-limits 0.5.4; over NanoDet, NanoDet with large
 * pictures and RetinaNet, 1, 2 and 4 workers, 0.5 to 10 × capacity, a machine that is half as fast
 * for a while, and groups of twelve cameras: 126 scenarios, five runs each. "Tight" is five times a
 * picture's mean time. A figure is better or worse if it is so by a point in every run. Points are
 * percent of capacity.
 *
 * <h2>Conclusion: the limit stays fixed</h2>
 *
 * Against the fixed bound, where an adaptive limit may rise as high as it ({@code limits.sh}):
 *
 * <table>
 * <caption>Scenarios in which a figure is better / worse, and the greatest difference</caption>
 * <tr><th></th><th>goodput, 30 s</th><th>500 ms</th><th>tight</th><th>refused of groups</th></tr>
 * <tr><td>Vegas</td><td>0 / 45, −9.8</td><td>10 / 25, −9.8</td><td>84 / 3, +98.6</td><td>0 / 15,
 *     +49 points</td></tr>
 * <tr><td>Gradient2</td><td>0 / 0</td><td>8 / 0, +5.1</td><td>19 / 0, +25.9</td><td>0 / 0</td></tr>
 * <tr><td>AIMD</td><td>0 / 77, −10.5</td><td>10 / 38, +12.3</td><td>106 / 0, +66.0</td><td>0 / 12,
 *     +44 points</td></tr>
 * <tr><td>fixed, told tight</td><td>0 / 49, −13.3</td><td>10 / 26, +13.4</td><td>107 / 1,
 *     +99.5</td><td>0 / 12, +63 points</td></tr>
 * <tr><td>fixed, told 500 ms</td><td>0 / 14, −12.9</td><td>16 / 0, +10.6</td><td>36 / 0,
 *     +98.3</td><td>0 / 4, +63 points</td></tr>
 * </table>
 *
 * <ul>
 *   <li><b>Goodput in overload</b> is the same but for AIMD (0 to −7.5) and Vegas (0 to −1.2): the
 *       line is never empty, so that the limit only decides how long it is.
 *   <li><b>Vegas and AIMD</b> buy latency with goodput: at capacity 88 % (AIMD) and 93 % (Vegas)
 *       against 96 % with one worker of NanoDet, and they shrink in quiet times too. A group of
 *       twelve that the fixed bound of two workers takes whole loses 43 to 46 % to Vegas, 10 to 15
 *       % to AIMD.
 *   <li><b>Gradient2 is nowhere worse, and wins where it counts for something:</b> about capacity,
 *       when a machine of two or more workers slows down. RetinaNet, 4 workers, 0.8 of capacity:
 *       p99 8.0 s instead of 16.8 s; NanoDet with large pictures: 0.33 s instead of 0.61 s, and 3.3
 *       points more within 500 ms; it costs at most 0.8 points of goodput. With one worker, and in
 *       lasting overload, it does next to nothing: its base latency has learnt the full line.
 *   <li><b>What the gateway has already does the same, and more</b>, since it knows a picture's
 *       time and need not guess it from latency. The same two cases, told tight: p99 5.4 s and 0.28
 *       s; and from 1.5 × capacity, where Gradient2 leaves 0 to 15 % within tight, 69 to 99 %. Told
 *       500 ms, it has more within 500 ms than Gradient2 in 8 scenarios (up to 10.4 points), less
 *       in 2 (up to 1.6). It wants to be told: by {@code X-Request-Timeout-Ms}, or {@code
 *       deadline.default} for whoever does not say. Told tight, it refuses groups that would have
 *       to wait for longer, as it should: a deadline is a choice, and the default, 30 s, prefers to
 *       serve.
 *   <li><b>Allowed to rise higher</b> ({@code limits.sh 4}) Gradient2 grows the line with the load:
 *       up to 93 points fewer within 500 ms, RetinaNet's waits up to the deadline of 30 s (−13.8
 *       points of goodput). With nine places for one worker it gained there that a group of twelve
 *       fits; the fixed bound has twelve now for that reason, and refuses 2 % of them.
 * </ul>
 *
 * <p>Left out: clients that come back, pictures that are cancelled, time of uploads. The smallest
 * change that would get Gradient2's gain for those who tell nothing: let {@code
 * admission.Admission} ask for its number of places instead of knowing it, and have that number,
 * from workers to the fixed bound, found from the time between a permit and its release, in windows
 * of ten pictures or more.
 */
package dev.retinagate.loadtest.limits;

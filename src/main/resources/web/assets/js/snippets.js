/** The request that gives the same answer, in several languages: what the page shows can be pasted and run. */

const name = ({ name: file }) => file;
const type = ({ type: known }) => known || 'application/octet-stream';

/** By the value of the page's choice. */
export const SNIPPETS = {
  curl: (url, file) => `curl -H ${shell(`Content-Type: ${type(file)}`)} --data-binary ${shell(`@${name(file)}`)} ${shell(url)}`,

  python: (url, file) => `import json, urllib.request

with open(${quoted(name(file))}, "rb") as picture:
    request = urllib.request.Request(
        ${quoted(url)},
        data=picture.read(), headers={"Content-Type": ${quoted(type(file))}})
with urllib.request.urlopen(request) as response:
    for found in json.load(response)["detections"]:
        print(found["label"], found["score"], found["box"])`,

  javascript: (url, file) => `import { readFile } from 'node:fs/promises';

const response = await fetch(${quoted(url)}, {
  method: 'POST',
  headers: { 'Content-Type': ${quoted(type(file))} },
  body: await readFile(${quoted(name(file))}),
});
for (const { label, score, box } of (await response.json()).detections) {
  console.log(label, score, box);
}`,

  java: (url, file) => `import java.net.URI;
import java.net.http.*;
import java.nio.file.Path;

class Detect {
  public static void main(String[] args) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(
            ${quoted(url)}))
        .header("Content-Type", ${quoted(type(file))})
        .POST(HttpRequest.BodyPublishers.ofFile(Path.of(${quoted(name(file))})))
        .build();
    System.out.println(HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}`,
};

/** Quoted for a POSIX shell. */
const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** A string of Python, JavaScript and Java alike. */
const quoted = (text) => JSON.stringify(text);

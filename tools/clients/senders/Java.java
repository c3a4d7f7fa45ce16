// usage: java Java.java URL KEY TENANT GROUP MODE < "callId file" lines   prints "callId status" lines
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

public class Java {
  static final String BOUNDARY = "java-boundary-7f3a";

  static byte[] form(String id, String group, byte[] data) throws Exception {
    var out = new ByteArrayOutputStream();
    for (var field : new String[][] {{"callId", id}, {"groupId", group}}) {
      out.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field[0] + "\"\r\n\r\n" + field[1]
          + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    out.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.wav\"\r\n"
        + "Content-Type: audio/wav\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    out.write(data);
    out.write(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  // An input stream has no length, so it is sent chunked.
  static BodyPublisher stream(byte[] data) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(data));
  }

  public static void main(String[] args) throws Exception {
    String url = args[0], key = args[1], tenant = args[2], group = args[3], mode = args[4];
    // By default it prefers HTTP/2, and asks an http address to change to it.
    var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    var in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      var parts = line.split(" ");
      String id = parts[0];
      byte[] data = Files.readAllBytes(Path.of(parts[1]));
      boolean isForm = mode.startsWith("form");
      var path = isForm ? "/v1/recordings" : "/v1/recordings/" + tenant + "/" + id;
      var body = isForm ? form(id, group, data) : data;
      var publisher = mode.endsWith("chunked") ? stream(body)
          : mode.equals("put") ? BodyPublishers.ofFile(Path.of(parts[1])) : BodyPublishers.ofByteArray(body);
      var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(120))
          .header("X-API-Key", key).header("X-Group-Id", group)
          .header("Content-Type", isForm ? "multipart/form-data; boundary=" + BOUNDARY : "audio/wav")
          .expectContinue(mode.equals("put-expect"))
          .method(isForm ? "POST" : "PUT", publisher).build();
      System.out.println(id + " " + client.send(request, BodyHandlers.discarding()).statusCode());
    }
  }
}

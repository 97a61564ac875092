package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.RefusalBudget;
import dev.retinagate.http.page.ErrorPage;
import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.ErrorReply;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import dev.retinagate.http.problem.FailureHandler;
import dev.retinagate.http.problem.InvalidRequestHandler;
import dev.retinagate.http.problem.LingeringClose;
import dev.retinagate.http.problem.Problem;
import dev.retinagate.http.problem.ProblemJson;
import dev.retinagate.http.problem.RefusalPacer;
import dev.retinagate.http.problem.RetryAfter;
import dev.retinagate.http.reply.AccessLog;
import dev.retinagate.http.reply.RequestIdHandler;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import dev.retinagate.telemetry.GatewayMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each protocol writes errors in its own form. */
class ErrorFormTest {

  private static final ErrorForm TOY =
      (problem, requestId) ->
          new ErrorReply(
              200, "text/plain", Buffer.buffer(problem.type().kind() + " in " + requestId));

  @Test
  void aProtocolsOwnFailureHandlerAnswersTheErrorsOfItsRoutesOnly() throws Exception {
    Vertx vertx = Vertx.vertx();
    LingeringClose lingeringClose = new LingeringClose(vertx, Duration.ofSeconds(1));
    RefusalPacer pacer =
        new RefusalPacer(
            new RefusalBudget(1, Duration.ofSeconds(2), 0), (client, now, wait) -> false, () -> 0);
    InvalidRequestHandler invalid =
        new InvalidRequestHandler(
            new GatewayMeters(new SimpleMeterRegistry()), new AccessLog(false), lingeringClose);
    Failure full = new NotAdmitted(Why.FULL, new RetryAfter(7));
    Router router = Router.router(vertx);
    router.route().handler(new RequestIdHandler(() -> 0));
    router
        .route("/toy")
        .handler(ctx -> ctx.fail(new FailedRequest(full)))
        .failureHandler(new FailureHandler(TOY, lingeringClose, pacer, invalid));
    router
        .route()
        .last()
        .handler(ctx -> ctx.fail(new FailedRequest(full)))
        .failureHandler(new FailureHandler(ProblemJson.FORM, lingeringClose, pacer, invalid));
    HttpServer server = await(vertx.createHttpServer().requestHandler(router).listen(0));
    try (RawClient client = new RawClient(server.actualPort())) {
      RawClient.Response toy = client.post("/toy", "", "cat").response();
      assertThat(toy.status()).isEqualTo(200);
      assertThat(toy.header("content-type")).isEqualTo("text/plain");
      assertThat(toy.header("retry-after")).isEqualTo("7");
      assertThat(toy.text()).isEqualTo("full in " + toy.header("x-request-id"));

      assertProblem(client.post("/elsewhere", "", "cat").response(), 503, "full");
    } finally {
      await(vertx.close());
    }
  }

  @Test
  void aBrowserThatOpensAnAddressGetsAPage() throws Exception {
    try (TestNode node = new TestNode(Map.of())) {
      RawClient client = node.client();

      RawClient.Response page =
          client
              .send("GET /nowhere HTTP/1.1\r\nHost: t\r\nAccept: text/html,*/*;q=0.8\r\n\r\n")
              .response();
      assertThat(page.status()).isEqualTo(404);
      assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(page.text())
          .contains("<h1>Not found</h1>", "There is nothing at this path.")
          .contains("request " + page.header("x-request-id"));

      assertProblem(
          client.send("GET /nowhere HTTP/1.1\r\nHost: t\r\nAccept: */*\r\n\r\n").response(),
          404,
          "not-found");
      assertProblem(
          client.post("/detect?max=0", "Accept: text/html\r\n", "cat").response(),
          400,
          "bad-parameter");
    }
  }

  @Test
  void aPageOfAnErrorRunsNothingThatACallerSent() {
    ErrorReply page =
        ErrorPage.FORM.render(Problem.of(new Failure.BadParameter("'<script>&'")), "id");

    assertThat(page.body().toString()).contains("'&lt;script&gt;&amp;'").doesNotContain("<script>");
  }
}

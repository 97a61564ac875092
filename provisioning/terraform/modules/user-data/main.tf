# What cloud-init does on a fresh machine, as text. No provider and no resource: it can be rendered and checked anywhere.
terraform {
  required_version = ">= 1.9"
}

locals {
  apt = var.apt_repository
  apt_source = join("\n", concat(
    ["Types: deb", "URIs: ${local.apt.url}", "Suites: ${local.apt.suite}"],
    endswith(local.apt.suite, "/") ? [] : ["Components: ${local.apt.components}"],
    ["Architectures: amd64", "Signed-By: /etc/apt/keyrings/retinagate.asc", ""],
  ))

  # The node's keys come by its environment, so that the package's own configuration file stays as it is, and an upgrade
  # of the package asks nothing.
  settings = merge(
    {
      RETINAGATE_HTTP_IDLE_TIMEOUT    = "${var.node_idle_timeout_seconds}s"
      RETINAGATE_HTTP_TRUSTED_PROXIES = join(",", var.trusted_proxies)
      RETINAGATE_DEADLINE_DEFAULT     = "${var.deadline_seconds}s"
      RETINAGATE_DRAIN_PROBE_PERIOD   = "${var.drain_probe_seconds}s"
      RETINAGATE_DRAIN_TIMEOUT        = "${var.drain_seconds}s"
    },
    var.model == null ? {} : { RETINAGATE_MODEL_NAME = var.model },
    var.models_s3_uri == null ? {} : { RETINAGATE_MODEL_DIRECTORY = "/var/lib/retinagate/models" },
  )
  unit_drop_in = join("\n", concat(
    ["# Written by provisioning/terraform. A change replaces the instance.", "[Service]"],
    [for key, value in local.settings : "Environment=${key}=${value}"],
    # systemd kills after this time: the drain's two parts, and 10 s for the JVM to end.
    ["TimeoutStopSec=${var.drain_probe_seconds + var.drain_seconds + 10}", ""],
  ))

  parameters = {
    REGION                 = var.region
    GROUP                  = var.group_name
    LAUNCH_HOOK            = var.launch_hook
    TERMINATE_HOOK         = var.terminate_hook
    PACKAGE_VERSION        = var.package_version
    MODELS_S3              = var.models_s3_uri
    AGENT_URL              = try(var.cloudwatch_agent.url, null)
    AGENT_SHA256           = try(var.cloudwatch_agent.sha256, null)
    OPTIMIZER_IMAGE        = try(var.target_optimizer.image, null)
    OPTIMIZER_CONCURRENCY  = try(var.target_optimizer.concurrency, null)
    OPTIMIZER_DATA_PORT    = try(var.target_optimizer.data_port, null)
    OPTIMIZER_CONTROL_PORT = try(var.target_optimizer.control_port, null)
  }
  # For a shell: in single quotes, a quote within as '\''. Null becomes the empty text.
  parameters_file = join("\n", concat(
    [for key, value in local.parameters : "${key}='${value == null ? "" : replace(tostring(value), "'", "'\\''")}'"], [""],
  ))

  files = concat(
    [
      { path = "/etc/apt/keyrings/retinagate.asc", permissions = "0644", content = "${trimspace(local.apt.key)}\n" },
      { path = "/etc/apt/sources.list.d/retinagate.sources", permissions = "0644", content = local.apt_source },
      { path = "/etc/retinagate-fleet.env", permissions = "0644", content = local.parameters_file },
      { path = "/etc/systemd/system/retinagate.service.d/50-fleet.conf", permissions = "0644", content = local.unit_drop_in },
      { path = "/etc/systemd/system/retinagate-lifecycle.service", permissions = "0644", content = file("${path.module}/files/lifecycle.service") },
      { path = "/usr/local/sbin/retinagate-lifecycle", permissions = "0755", content = file("${path.module}/files/lifecycle.sh") },
      { path = "/usr/local/sbin/retinagate-bootstrap", permissions = "0755", content = file("${path.module}/files/bootstrap.sh") },
    ],
    var.cloudwatch_agent == null ? [] : [
      { path = "/etc/retinagate-cloudwatch.json", permissions = "0644", content = jsonencode(local.agent) },
      { path = "/etc/retinagate-prometheus.yaml", permissions = "0644", content = yamlencode(local.agent_scrape) },
      { path = "/etc/systemd/system/retinagate-log.service", permissions = "0644", content = file("${path.module}/files/log.service") },
      { path = "/etc/logrotate.d/retinagate-node", permissions = "0644", content = file("${path.module}/files/logrotate.conf") },
    ],
  )

  cloud_config = {
    # The bootstrap does both, with retries.
    package_update  = false
    package_upgrade = false
    write_files     = local.files
    runcmd          = [["/usr/local/sbin/retinagate-bootstrap"]]
  }
  text = "#cloud-config\n${yamlencode(local.cloud_config)}"
}

# Nodes without a group: a known number, for a known load. Nothing starts another one for a lost one.

resource "aws_instance" "fixed" {
  # checkov:skip=CKV2_AWS_41: the instance profile comes with the launch template, as do IMDSv2, encryption and detailed monitoring.
  count = var.use_autoscaling ? 0 : var.fixed_nodes

  subnet_id                   = aws_subnet.private[count.index % 2].id
  user_data_replace_on_change = true

  launch_template {
    id      = aws_launch_template.node.id
    version = aws_launch_template.node.latest_version
  }

  tags = { Name = "${var.name}-node-${count.index + 1}" }

  depends_on = [aws_route_table_association.private, aws_vpc_security_group_egress_rule.nodes_out, aws_iam_role_policy.node]

  lifecycle {
    # A change of the template replaces the nodes. Each new one is there before its old one goes.
    create_before_destroy = true
    replace_triggered_by  = [aws_launch_template.node.latest_version]
  }
}

resource "aws_lb_target_group_attachment" "fixed" {
  count = var.use_autoscaling ? 0 : var.fixed_nodes

  target_group_arn = aws_lb_target_group.nodes.arn
  target_id        = aws_instance.fixed[count.index].id

  lifecycle {
    create_before_destroy = true
  }
}

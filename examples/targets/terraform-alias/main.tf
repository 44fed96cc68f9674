variable "role_arn" {
  type = string
}

resource "aws_sfn_state_machine" "orders" {
  name       = "orders"
  role_arn   = var.role_arn
  definition = file("${path.module}/../orders.asl.json")
  publish    = false
}

resource "aws_sfn_alias" "live" {
  name = "live"

  # Only for an alias that does not exist yet, which needs a version to begin with. Afterwards the routing is Stepshift's.
  routing_configuration {
    state_machine_version_arn = "${aws_sfn_state_machine.orders.arn}:1"
    weight                    = 100
  }

  lifecycle {
    ignore_changes  = [routing_configuration]
    prevent_destroy = true
  }
}

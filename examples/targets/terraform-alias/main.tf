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

  # The provider wants a routing. Of the alias that is there already it is ignored; a new one could not be made of it before version 1 is published.
  routing_configuration {
    state_machine_version_arn = "${aws_sfn_state_machine.orders.arn}:1"
    weight                    = 100
  }

  lifecycle {
    ignore_changes  = [routing_configuration]
    prevent_destroy = true
  }
}

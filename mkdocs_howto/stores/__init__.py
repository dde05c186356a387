"""Where sections are kept between builds."""

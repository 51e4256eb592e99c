"""Patterns over several reports: of one file, one unit or one year. Small groups say nothing."""

from perfeval_core.rules.portfolio.engine import PORTFOLIO_CHECKS, PortfolioCheck, check_portfolio

__all__ = ["PORTFOLIO_CHECKS", "PortfolioCheck", "check_portfolio"]
